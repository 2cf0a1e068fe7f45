package dev.imappoller.message.reply;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/**
 * A text's lines, without the LF or CRLF at their ends: cut out when they are asked for, since so many small texts would fill the
 * memory.
 */
final class Lines extends AbstractList<String> implements RandomAccess {
    private static final int FIRST = 64;

    private final String text;
    private int[] ends = new int[FIRST];
    private int count;

    Lines(String text) {
        this.text = text;
        for (int from = 0; from < text.length(); from = ends[count - 1] + 1) {
            int end = text.indexOf('\n', from);
            if (count == ends.length) {
                ends = Arrays.copyOf(ends, 2 * count);
            }
            ends[count++] = end < 0 ? text.length() : end;
        }
    }

    @Override
    public String get(int index) {
        int from = start(index);
        int end = ends[index];
        boolean carriageReturn = end < text.length() && end > from && text.charAt(end - 1) == '\r';
        return text.substring(from, carriageReturn ? end - 1 : end);
    }

    /** Where the line begins in the text. */
    int start(int index) {
        return index == 0 ? 0 : ends[index - 1] + 1;
    }

    /** Where the next line begins, or would. */
    int next(int index) {
        return Math.min(ends[index] + 1, text.length());
    }

    /** The last character of a line that is no blank, without cutting the line out; -1 where there is none. */
    int lastVisible(int index) {
        int at = ends[index] - 1;
        while (at >= start(index) && ReplyWords.isBlank(text.charAt(at))) {
            at--;
        }
        return at < start(index) ? -1 : text.charAt(at);
    }

    @Override
    public int size() {
        return count;
    }
}
