package dev.imappoller.message.charset;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.util.List;

/** A character set of mail, of one octet a character, that Java doesn't have; it can only be read. */
final class TableCharset extends Charset {
    private static final int OCTETS = 256;

    /** Latin for the North of Europe (ISO/IEC 8859-10), from octet 160 on. */
    private static final String LATIN_6 = """
            \u00A0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00ADŪŊ°ąēģīĩķ·ļđšŧž―ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏÐŅŌÓÔÕÖŨØŲÚÛÜÝÞß\
            āáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ""";

    /** Latin for Celtic languages (ISO/IEC 8859-14), from octet 160 on. */
    private static final String LATIN_8 = """
            \u00A0Ḃḃ£ĊċḊ§Ẁ©ẂḋỲ\u00AD®ŸḞḟĠġṀṁ¶ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏŴÑÒÓÔÕÖṪØÙÚÛÜÝŶß\
            àáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ""";

    /** Vietnamese (RFC 1456), from octet 128 on. */
    private static final String VISCII = """
            ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ\
            ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ""";

    private final String characters;

    private TableCharset(String name, String upperHalf, String controls) {
        super(name, new String[0]);
        StringBuilder all = new StringBuilder(OCTETS);
        int upper = OCTETS - upperHalf.length();
        for (char c = 0; c < upper; c++) {
            all.append(c);
        }
        all.append(upperHalf);
        for (int i = 0; i < controls.length(); i += 2) {
            all.setCharAt(controls.charAt(i), controls.charAt(i + 1));
        }
        characters = all.toString();
    }

    /** All of them. */
    static List<Charset> all() {
        return List.of(
                new TableCharset("ISO-8859-10", LATIN_6, ""),
                new TableCharset("ISO-8859-14", LATIN_8, ""),
                // Vietnamese has more letters than there is room for above the controls.
                new TableCharset("VISCII", VISCII, "\u0002Ẳ\u0005Ẵ\u0006Ẫ\u0014Ỷ\u0019Ỹ\u001EỴ"));
    }

    @Override
    public boolean contains(Charset other) {
        return other.equals(this);
    }

    @Override
    public CharsetDecoder newDecoder() {
        return new CharsetDecoder(this, 1, 1) {
            @Override
            protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
                while (in.hasRemaining()) {
                    if (!out.hasRemaining()) {
                        return CoderResult.OVERFLOW;
                    }
                    out.put(characters.charAt(in.get() & 0xff));
                }
                return CoderResult.UNDERFLOW;
            }
        };
    }

    @Override
    public boolean canEncode() {
        return false;
    }

    @Override
    public CharsetEncoder newEncoder() {
        throw new UnsupportedOperationException(name() + " is only read");
    }
}
