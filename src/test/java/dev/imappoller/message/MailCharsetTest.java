package dev.imappoller.message;

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
            x-euc-jp,       EUC-JP
            iso-2022-kr,    ISO-2022-KR
            koi8-u,         KOI8-U
            macintosh,      x-MacRoman
            tis-620,        x-windows-874
            utf-16le,       UTF-16LE
            UTF-32BE,       UTF-32BE
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
