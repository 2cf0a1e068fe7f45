package dev.imappoller.message.octets;

import java.util.function.IntPredicate;

/** A place in a text that is scanned; each character that it goes over, or back, is charged to the message's budget. */
public final class Cursor {
    /** What stands behind the end: no character of any text here. */
    static final int END = -1;

    private final String text;
    private final DecodingBudget budget;
    private int at;

    public Cursor(String text, DecodingBudget budget) {
        this.text = text;
        this.budget = budget;
    }

    /** Where it stands. */
    public int at() {
        return at;
    }

    /** Goes to a place, at the cost of looking at what it finds there. */
    public void goTo(int place) {
        budget.step();
        at = place;
    }

    /** Whether nothing is left. */
    public boolean atEnd() {
        return at >= text.length();
    }

    /** The character at this place. */
    public int here() {
        return at(at);
    }

    /** The character behind the one at this place. */
    public int after() {
        return at(at + 1);
    }

    /** The character before this place. */
    public int before() {
        return at(at - 1);
    }

    private int at(int place) {
        return place >= 0 && place < text.length() ? text.charAt(place) : END;
    }

    /** Goes on by one character, if there is one. */
    public void next() {
        budget.step();
        if (at < text.length()) {
            at++;
        }
    }

    /** Goes on by so many characters, or to the end. */
    public void next(int count) {
        budget.spend(count);
        at = Math.min(at + count, text.length());
    }

    /** Goes over all characters of that kind, or so many; returns how many those were. */
    public int skip(IntPredicate kind, int most) {
        int from = at;
        while (at < text.length() && at - from < most && kind.test(text.charAt(at))) {
            next();
        }
        return at - from;
    }

    /** Goes over all characters of that kind; returns how many those were. */
    public int skip(IntPredicate kind) {
        return skip(kind, Integer.MAX_VALUE);
    }

    /** Goes over that word, in upper or lower case, if it stands here. */
    public boolean skip(String word) {
        budget.step();
        boolean is = text.regionMatches(true, at, word, 0, word.length());
        if (is) {
            budget.spend(word.length());
            at += word.length();
        }
        return is;
    }

    /** Whether that word stands here, in upper or lower case. */
    public boolean isAt(String word) {
        budget.step();
        return text.regionMatches(true, at, word, 0, word.length());
    }

    /** What stands between that place and this one. */
    public String since(int from) {
        return text.substring(from, at);
    }

    /** Whether a word begins or ends here. */
    public boolean atBoundary() {
        return isWord(before()) != isWord(here());
    }

    private static boolean isWord(int c) {
        return c == '_' || c >= 0 && Character.isLetterOrDigit(c);
    }
}
