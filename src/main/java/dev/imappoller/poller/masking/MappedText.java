package dev.imappoller.poller.masking;

import dev.imappoller.poller.masking.Masking.Fold;
import java.util.Arrays;

/**
 * A text that was made from another, with the place in the original from which each character came.
 *
 * @param begins where a character begins in the first text
 * @param ends where it ends there
 */
record MappedText(String text, int[] begins, int[] ends) {
    static MappedText of(String text) {
        int[] begins = new int[text.length()];
        int[] ends = new int[text.length()];
        Arrays.setAll(begins, i -> i);
        Arrays.setAll(ends, i -> i + 1);
        return new MappedText(text, begins, ends);
    }

    /** In lower case, without what the fold leaves out. */
    MappedText fold(Fold fold) {
        Builder folded = new Builder(this);
        for (int i = 0; i < text.length(); i++) {
            if (fold.keeps(text.charAt(i))) {
                folded.add(Character.toLowerCase(text.charAt(i)), i, i + 1);
            }
        }
        return folded.build();
    }

    /** Marks in the first text what these characters were made of. */
    void mark(int from, int to, boolean[] marks) {
        Arrays.fill(marks, begins[from], ends[to - 1], true);
    }

    /** Makes a text of another. */
    static final class Builder {
        private final MappedText source;
        private final StringBuilder text = new StringBuilder();
        private final int[] begins;
        private final int[] ends;

        /** @param source the original, which is never shorter than the result */
        Builder(MappedText source) {
            this.source = source;
            this.begins = new int[source.text().length()];
            this.ends = new int[source.text().length()];
        }

        /** Adds a character that was made of those of the source. */
        void add(char c, int from, int to) {
            begins[text.length()] = source.begins()[from];
            ends[text.length()] = source.ends()[to - 1];
            text.append(c);
        }

        MappedText build() {
            return new MappedText(
                    text.toString(), Arrays.copyOf(begins, text.length()), Arrays.copyOf(ends, text.length()));
        }
    }
}
