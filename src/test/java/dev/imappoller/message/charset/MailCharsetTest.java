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

    /** Each name of the standard with its labels; all are read by what browsers read them by, or by more than that. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            UTF-8, unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8
            IBM866, 866 cp866 csibm866 ibm866
            ISO-8859-2, csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
            ISO-8859-3, csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
            ISO-8859-4, csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
            ISO-8859-5, csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
            ISO-8859-6, arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e iso-8859-6-i
            ISO-8859-6, iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
            ISO-8859-7, csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 iso_8859-7
            ISO-8859-7, iso_8859-7:1987 sun_eu_greek
            ISO-8859-8, csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8
            ISO-8859-8, iso_8859-8:1988 visual csiso88598i iso-8859-8-i logical
            ISO-8859-10, csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6
            ISO-8859-13, iso-8859-13 iso8859-13 iso885913
            ISO-8859-14, iso-8859-14 iso8859-14 iso885914
            ISO-8859-15, csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9
            ISO-8859-16, iso-8859-16
            KOI8-R, cskoi8r koi koi8 koi8-r koi8_r
            KOI8-U, koi8-ru koi8-u
            x-MacRoman, csmacintosh mac macintosh x-mac-roman
            x-windows-874, dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874
            windows-1250, cp1250 windows-1250 x-cp1250
            windows-1251, cp1251 windows-1251 x-cp1251
            US-ASCII, ansi_x3.4-1968 ascii us-ascii
            windows-1252, cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 iso88591 iso_8859-1
            windows-1252, iso_8859-1:1987 l1 latin1 windows-1252 x-cp1252
            windows-1253, cp1253 windows-1253 x-cp1253
            windows-1254, cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5
            windows-1254, windows-1254 x-cp1254
            windows-1255, cp1255 windows-1255 x-cp1255
            windows-1256, cp1256 windows-1256 x-cp1256
            windows-1257, cp1257 windows-1257 x-cp1257
            windows-1258, cp1258 windows-1258 x-cp1258
            x-MacUkraine, x-mac-cyrillic x-mac-ukrainian
            GB18030, chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk gb18030
            Big5-HKSCS, big5 big5-hkscs cn-big5 csbig5 x-x-big5
            x-eucJP-Open, cseucpkdfmtjapanese euc-jp x-euc-jp
            x-windows-iso2022jp, csiso2022jp iso-2022-jp
            windows-31j, csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis
            x-windows-949, cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601
            x-windows-949, windows-949
            ISO-2022-KR, csiso2022kr iso-2022-kr
            ISO-2022-CN, iso-2022-cn iso-2022-cn-ext
            GB18030, hz-gb-2312
            UTF-16BE, unicodefffe utf-16be
            UTF-16, csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16
            UTF-16LE, utf-16le
            """)
    void isKnownUnderTheLabelsOfTheEncodingStandard(String charset, String labels) {
        for (String label : labels.split(" ")) {
            assertThat(MailCharset.named(label))
                    .as(label)
                    .map(found -> found.charset().name())
                    .contains(charset);
        }
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
