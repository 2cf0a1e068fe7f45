package dev.imappoller.message.charset;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells in which character set of East Asia text is that says that it is in another: one in which it has no errors, and has the
 * characters that are usual there. Most octets are characters in several of these sets.
 */
final class EastAsianText {
    private static final Set<String> NAMES = Set.of(
            "Big5",
            "Big5-HKSCS",
            "EUC-JP",
            "EUC-KR",
            "GB18030",
            "GB2312",
            "GBK",
            "ISO-2022-CN",
            "ISO-2022-JP",
            "ISO-2022-JP-2",
            "ISO-2022-KR",
            "Shift_JIS",
            "windows-31j",
            "x-Johab",
            "x-eucJP-Open",
            "x-windows-949",
            "x-windows-950",
            "x-windows-iso2022jp");

    private static final Set<String> CHINESE =
            Set.of("Big5", "Big5-HKSCS", "GB18030", "GB2312", "GBK", "x-windows-950");

    private static final int BUFFER = 8 * 1024;

    /** So many characters in a row are no accented letters. */
    private static final int FEWEST = 8;

    private EastAsianText() {}

    /** Whether that is one of these sets, by its name in Java. */
    static boolean isOf(String name) {
        return NAMES.contains(name);
    }

    /** One that text may be in: of two octets a character, mostly. */
    private enum Candidate {
        EUC_JP("EUC-JP", 1),
        SHIFT_JIS("Shift_JIS", 1),
        EUC_KR("EUC-KR", 15),
        GB("GB18030", 8),
        BIG5("Big5", 8);

        private final String name;

        /** How many of sixteen characters must be usual. */
        private final int usual;

        Candidate(String name, int usual) {
            this.name = name;
            this.usual = usual;
        }

        private boolean isLead(int octet) {
            return switch (this) {
                case EUC_JP, EUC_KR -> octet >= 0xa1;
                case SHIFT_JIS -> octet >= 0x81 && octet <= 0x9f || octet >= 0xe0;
                case GB, BIG5 -> octet >= 0x81;
            };
        }

        /** Kana in Japanese; else what is taught first, which stands before the rest in each of these sets. */
        private boolean isUsual(int lead, int trail) {
            return switch (this) {
                case EUC_JP -> lead == 0xa4 || lead == 0xa5;
                case SHIFT_JIS -> lead == 0x82 && trail >= 0x9f || lead == 0x83 && trail <= 0x96;
                case EUC_KR -> lead >= 0xb0 && lead <= 0xc8 && trail >= 0xa1;
                case GB -> lead >= 0xb0 && lead <= 0xd7 && trail >= 0xa1;
                case BIG5 -> lead >= 0xa4 && lead <= 0xc6;
            };
        }

        private boolean isJapanese() {
            return this == EUC_JP || this == SHIFT_JIS;
        }
    }

    /** What is seen of text when it is taken for that. */
    private static final class Look {
        private final Candidate candidate;
        private int lead;
        private boolean afterPair;
        private long pairs;
        private long joined;
        private long usual;

        private Look(Candidate candidate) {
            this.candidate = candidate;
        }

        private void accept(int octet) {
            if (lead != 0) {
                pairs++;
                joined += afterPair ? 1 : 0;
                usual += candidate.isUsual(lead, octet) ? 1 : 0;
                lead = 0;
                afterPair = true;
            } else if (candidate.isLead(octet)) {
                lead = octet;
            } else {
                afterPair = false;
            }
        }

        private boolean isLikely() {
            return usual > 0 && usual * 16 >= pairs * candidate.usual;
        }

        /** Whether nobody would say so of another alphabet's letters. */
        private boolean isSure() {
            return pairs >= FEWEST && joined * 2 >= pairs;
        }

        private double share() {
            return (double) usual / pairs;
        }
    }

    /**
     * The character set that the text is in, if it is in any of these.
     *
     * @param said what it says, in which it has errors
     * @param mostly whether those are few
     */
    static Optional<MailCharset> charset(TextCharset.Source source, long size, MailCharset said, boolean mostly)
            throws IOException {
        boolean eastAsian = said.isMultiOctet();
        boolean chinese = CHINESE.contains(said.charset().name());
        Optional<Look> best = Optional.empty();
        for (Look look : looks(source, size)) {
            boolean likely = look.isLikely() && (eastAsian || look.isSure());
            boolean better = best.isEmpty()
                    || !best.get().candidate.isJapanese()
                            && (look.share() > best.get().share()
                                    || chinese && look.share() == best.get().share());
            boolean asSaid = mostly
                    && MailCharset.named(look.candidate.name)
                            .filter(said::equals)
                            .isPresent();
            if (likely && better && (asSaid || decodes(source, size, look.candidate))) {
                best = Optional.of(look);
            }
        }
        Optional<MailCharset> found = best.flatMap(look -> MailCharset.named(look.candidate.name));
        if (found.isPresent() || !eastAsian) {
            return found;
        }
        return mostly ? Optional.of(said) : anyOf(source, size);
    }

    private static Look[] looks(TextCharset.Source source, long size) throws IOException {
        Look[] looks = Stream.of(Candidate.values()).map(Look::new).toArray(Look[]::new);
        byte[] buffer = new byte[(int) Math.max(1, Math.min(BUFFER, size))];
        try (InputStream in = source.open()) {
            for (int count = in.read(buffer, 0, buffer.length); count >= 0; count = in.read(buffer, 0, buffer.length)) {
                for (Look look : looks) {
                    for (int i = 0; i < count; i++) {
                        look.accept(buffer[i] & 0xff);
                    }
                }
            }
        }
        return looks;
    }

    /** The first in which there are no errors. */
    private static Optional<MailCharset> anyOf(TextCharset.Source source, long size) throws IOException {
        for (Candidate candidate : Candidate.values()) {
            if (decodes(source, size, candidate)) {
                return MailCharset.named(candidate.name);
            }
        }
        return Optional.empty();
    }

    private static boolean decodes(TextCharset.Source source, long size, Candidate candidate) throws IOException {
        Optional<MailCharset> charset = MailCharset.named(candidate.name);
        return charset.isPresent() && TextCharset.decodes(source, size, charset.get());
    }
}
