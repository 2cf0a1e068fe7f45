package dev.imappoller.message;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/** A text's lines, which end with LF: cut out when they are asked for, since so many small texts would fill the memory. */
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
        return text.substring(index == 0 ? 0 : ends[index - 1] + 1, ends[index]);
    }

    @Override
    public int size() {
        return count;
    }
}
