package dev.imappoller.poller.masking;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.item.Poller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Takes the secrets of a poller out of texts: each run of six characters (or all of them, where a secret is shorter) of each form that a
 * secret may be repeated in, so also pieces of it. Case, and what stands between letters, does not matter.
 */
public final class Masking {
    /** For texts from places that were shown no secret. */
    public static final Masking NONE = new Masking(new SecretForms());

    private static final String MASK = "***";

    /** How many layers of escapes are undone. */
    private static final int ROUNDS = 4;

    private final Runs marks;
    private final Runs letters;
    private final List<String> tooShort;

    Masking(SecretForms forms) {
        this.marks = Runs.of(forms.all(), Fold.VISIBLE);
        this.letters = Runs.of(forms.all(), Fold.LETTERS);
        this.tooShort = forms.tooShort();
    }

    /** All secrets of a poller, with its login's if that is resolved. */
    public static Masking of(Poller poller) {
        return new Masking(new SecretForms().ofPoller(poller));
    }

    /** What is shown to the poller's mail server. */
    public static Masking ofLogin(Poller poller) {
        return new Masking(new SecretForms().ofLogin(poller));
    }

    /** These secrets. */
    public static Masking of(Stream<Secret> secrets) {
        SecretForms forms = new SecretForms();
        secrets.forEach(forms::add);
        return new Masking(forms);
    }

    /** The text with every piece of a secret replaced; empty if a secret is so short that it can't be told from other letters. */
    public Optional<String> mask(String text) {
        boolean[] hidden = new boolean[text.length()];
        MappedText view = MappedText.of(text);
        for (int round = 0; round < ROUNDS; round++) {
            if (holdsAShortOne(view.text())) {
                return Optional.empty();
            }
            marks.find(view.fold(Fold.VISIBLE), hidden);
            letters.find(view.fold(Fold.LETTERS), hidden);
            MappedText next = Unescaping.once(view);
            if (next.text().equals(view.text())) {
                break;
            }
            view = next;
        }
        return Optional.of(masked(text, hidden));
    }

    /** Three letters count wherever they stand, also apart; one or two only as a word, since all texts hold them. */
    private boolean holdsAShortOne(String text) {
        return !tooShort.isEmpty()
                && tooShort.stream()
                        .anyMatch(secret -> secret.length() > 2
                                ? text.contains(secret) || joined(text).contains(secret)
                                : holdsWord(text, secret));
    }

    private static String joined(String text) {
        StringBuilder letters = new StringBuilder();
        text.chars().filter(Character::isLetterOrDigit).forEach(c -> letters.append((char) c));
        return letters.toString();
    }

    private static boolean holdsWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            boolean begins = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
            boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static String masked(String text, boolean[] hidden) {
        StringBuilder masked = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (!hidden[i]) {
                masked.append(text.charAt(i));
            } else if (i == 0 || !hidden[i - 1]) {
                masked.append(MASK);
            }
        }
        return masked.toString();
    }

    /** How texts and secrets are normalized before they are compared. */
    enum Fold {
        /** Without spaces, what can't be seen (but octets of UTF-8 that were taken for characters), and backslashes. */
        VISIBLE {
            @Override
            boolean keeps(char c) {
                boolean octet = c >= 0x80 && c < 0xa0;
                return octet || Character.isSurrogate(c) || ReadableText.isVisible(c) && c != '\\';
            }
        },
        /** Letters and digits alone, so that base64 of both alphabets is the same. */
        LETTERS {
            @Override
            boolean keeps(char c) {
                return Character.isLetterOrDigit(c);
            }
        };

        abstract boolean keeps(char c);
    }

    /** All runs of some forms, as hashes in order. */
    private record Runs(long[] hashes, int[] lengths) {
        private static final int LENGTH = 6;

        static Runs of(List<String> forms, Fold fold) {
            LongStream.Builder all = LongStream.builder();
            List<Integer> lengths = new ArrayList<>();
            for (String form : forms) {
                String folded = MappedText.of(form).fold(fold).text();
                int length = Math.min(LENGTH, folded.length());
                if (length >= SecretForms.SHORTEST) {
                    lengths.add(length);
                    for (int i = 0; i + length <= folded.length(); i++) {
                        all.add(hash(folded, i, length));
                    }
                }
            }
            return new Runs(
                    all.build().sorted().distinct().toArray(),
                    lengths.stream().mapToInt(Integer::intValue).distinct().toArray());
        }

        void find(MappedText text, boolean[] hidden) {
            for (int length : lengths) {
                for (int i = 0; i + length <= text.text().length(); i++) {
                    if (Arrays.binarySearch(hashes, hash(text.text(), i, length)) >= 0) {
                        text.mark(i, i + length, hidden);
                    }
                }
            }
        }

        private static long hash(String text, int from, int length) {
            long hash = length;
            for (int i = from; i < from + length; i++) {
                hash = hash * 0x9E3779B97F4A7C15L + text.charAt(i) + 1;
            }
            return hash;
        }
    }
}
