package dev.imappoller.message.charset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailCharsetTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            ascii,          US-ASCII
            ANSI_X3.4-1968, US-ASCII
            utf8,           UTF-8
            UTF_8,          UTF-8
            iso-8859-1,     windows-1252
            8859-7,         ISO-8859-7
            iso88592,       ISO-8859-2
            ISO_8859-15,    ISO-8859-15
            cp1250,         windows-1250
            win-1251,       windows-1251
            windows1257,    windows-1257
            cp-850,         IBM850
            cp437,          IBM437
            x-gbk,          GB18030
            cp936,          GB18030
            Big5,           Big5-HKSCS
            ks_c_5601-1987, x-windows-949
            euc-kr,         x-windows-949
            SJIS,           windows-31j
            x-euc-jp,       x-eucJP-Open
            iso-2022-kr,    ISO-2022-KR
            koi8-u,         KOI8-U
            macintosh,      x-MacRoman
            tis-620,        x-windows-874
            utf-16le,       UTF-16LE
            UTF-32BE,       UTF-32BE
            iso-2022-jp,    x-windows-iso2022jp
            x-mac-roman,    x-MacRoman
            x-mac-cyrillic, x-MacUkraine
            x-mac-ce,       x-MacCentralEurope
            iso-8859-14,    ISO-8859-14
            iso-ir-199,     ISO-8859-14
            l6,             ISO-8859-10
            VISCII,         VISCII
            koi8-ru,        KOI8-U
            1251,           windows-1251
            windows-1251,   windows-1251
            20866,          KOI8-R
            CP20866,        KOI8-R
            936,            GB18030
            932,            windows-31j
            949,            x-windows-949
            950,            x-windows-950
            28592,          ISO-8859-2
            windows-28605,  ISO-8859-15
            65001,          UTF-8
            437,            IBM437
            ibm-866,        IBM866
            dos-874,        x-windows-874
            csISOLatin2,    ISO-8859-2
            iso_8859-7:1987, ISO-8859-7
            sun_eu_greek,   ISO-8859-7
            x-x-big5,       Big5-HKSCS
            csEUCKR,        x-windows-949
            unicodeFFFE,    UTF-16BE
            """)
    void isKnownUnderTheNamesThatMailUses(String name, String charset) {
        assertThat(MailCharset.named(name)).map(found -> found.charset().name()).contains(charset);
    }

    @ParameterizedTest
    @CsvSource(textBlock = "x-unknown\nunknown-8bit\n''\n_\n../x\nutf-9")
    void isUnknownWhenNobodyKnowsIt(String name) {
        assertThat(MailCharset.named(name)).isEmpty();
    }

    @Test
    void decodesNothingToNothing() {
        assertThat(MailCharset.named("utf-7").orElseThrow().decode(new byte[0])).isEmpty();
    }
}
