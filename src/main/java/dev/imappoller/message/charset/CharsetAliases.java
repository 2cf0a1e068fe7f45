package dev.imappoller.message.charset;

import dev.imappoller.message.octets.Characters;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names of character sets that Java doesn't know, or knows as others than mail means: the labels of the WHATWG Encoding Standard,
 * the numbers of Windows' code pages, and what mailers make of them.
 */
final class CharsetAliases {
    /** On each line Java's name, then the others, in lower case and without anything but letters and digits. */
    private static final String TABLE = """
            US-ASCII ascii usascii ansix341968 ansix341986 ansix34 iso646us iso646 iso646irv1991 isoir6 646 us 7bit csascii 20127
            UTF-8 utf8 utf8mb4 unicode11utf8 unicode20utf8 xunicode20utf8 65001
            UTF-16 utf16 unicode csunicode ucs2 iso10646ucs2 unicodefeff
            UTF-16LE 1200
            UTF-16BE 1201 unicodefffe
            UTF-32 ucs4 iso10646ucs4 csucs4
            UTF-32LE 12000
            UTF-32BE 12001
            windows-1252 iso88591 88591 latin1 l1 isolatin1 csisolatin1 isoir100 iso885911987 ansi cp819 ibm819 cp1252 28591
            ISO-8859-2 latin2 l2 csisolatin2 isoir101 iso885921987 28592
            ISO-8859-3 latin3 l3 csisolatin3 isoir109 iso885931988 28593
            ISO-8859-4 latin4 l4 csisolatin4 isoir110 iso885941988 28594
            ISO-8859-5 cyrillic csisolatincyrillic isoir144 iso885951988 28595
            ISO-8859-6 arabic csisolatinarabic asmo708 708 ecma114 isoir127 iso885961987 28596 \
            iso88596i iso88596e csiso88596i csiso88596e
            ISO-8859-7 greek greek8 csisolatingreek ecma118 elot928 suneugreek isoir126 iso885971987 28597
            ISO-8859-8 hebrew visual logical csisolatinhebrew isoir138 iso885981988 28598 38598 \
            iso88598i iso88598e csiso88598i csiso88598e
            windows-1254 iso88599 88599 latin5 l5 csisolatin5 isoir148 iso885991989 28599
            ISO-8859-10 latin6 l6 csisolatin6 isoir157 iso8859101992 28600
            x-windows-874 windows874 dos874 874 iso885911 tis620 tis62025332 28601
            ISO-8859-13 latin7 l7 28603
            ISO-8859-14 latin8 l8 isoceltic isoir199 iso8859141998 28604
            ISO-8859-15 latin9 l9 csisolatin9 28605
            ISO-8859-16 latin10 l10 isoir226 iso8859162001 28606
            KOI8-R koi koi8 koi8r cskoi8r 20866
            KOI8-U koi8u koi8ru 21866
            VISCII viscii csviscii viscii11 viscii111
            GB18030 gb2312 gb231280 gb23121980 csgb2312 csgb231280 csiso58gb231280 isoir58 gb gbk xgbk csgbk euccn cngb chinese \
            936 20936 51936 54936 xmacchinesesimp 10008
            Big5-HKSCS big5 big5hkscs csbig5 csbig5hkscs cnbig5 xxbig5 xmacchinesetrad 10002
            x-windows-950 950
            x-eucJP-Open eucjp xeucjp cseucpkdfmtjapanese ujis 20932 51932
            x-windows-iso2022jp iso2022jp csiso2022jp iso2022jpms 50220 50221 50222
            ISO-2022-JP-2 iso2022jp1 iso2022jp2 csiso2022jp2
            windows-31j shiftjis csshiftjis sjis xsjis mskanji cswindows31j 932 xmacjapanese 10001
            x-windows-949 euckr cseuckr ksc56011987 ksc56011989 csksc56011987 ksc5601 isoir149 korean uhc 949 51949 \
            xmackorean 10003
            ISO-2022-KR iso2022kr csiso2022kr 50225
            ISO-2022-CN iso2022cn iso2022cnext 50227
            x-Johab johab 1361
            x-MacRoman macintosh mac macroman xmacroman csmacintosh 10000
            x-MacUkraine xmaccyrillic maccyrillic 10007 xmacukrainian macukrainian 10017
            x-MacCentralEurope xmacce macce xmaccentraleurroman maccentraleurope 10029
            x-MacGreek xmacgreek macgreek 10006
            x-MacTurkish xmacturkish macturkish 10081
            x-MacCroatian xmaccroatian maccroatian 10082
            x-MacRomania xmacromanian macromanian 10010
            x-MacIceland xmacicelandic macicelandic 10079
            x-MacArabic xmacarabic macarabic 10004
            x-MacHebrew xmachebrew machebrew 10005
            x-MacThai xmacthai macthai 10021
            """;

    private static final Map<String, String> NAMES = names();

    private CharsetAliases() {}

    /** Java's name for that key, which has nothing but letters and digits in lower case. */
    static Optional<String> find(String key) {
        return Optional.ofNullable(NAMES.get(key));
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        for (String line : Characters.split(TABLE, '\n')) {
            String name = Characters.before(line, Characters::isBlank);
            Characters.split(line, ' ').stream().skip(1).forEach(alias -> names.put(alias, name));
        }
        return names;
    }
}
