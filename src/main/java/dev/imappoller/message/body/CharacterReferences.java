package dev.imappoller.message.body;

import dev.imappoller.message.octets.Characters;
import dev.imappoller.message.octets.WellFormed;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What HTML's character references stand for: numbers, and the names of HTML 4, which are those that mail has. */
final class CharacterReferences {
    /** The longest name. */
    static final int MAX_LENGTH = 8;

    private static final int LATIN_1 = 160;
    private static final int GREEK_CAPITALS = 0x391;
    private static final int GREEK = 0x3B1;

    /** In the order of Latin-1, from {@link #LATIN_1} on; older mail leaves out the semicolon behind these. */
    private static final String LATIN_1_NAMES = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute
            micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring
            AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml
            times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil
            egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash
            ugrave uacute ucirc uuml yacute thorn yuml""";

    /** In the order of Unicode; there is no capital sigma at a word's end. */
    private static final String GREEK_NAMES = """
            alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau
            upsilon phi chi psi omega""";

    /** Each with its code point. */
    private static final String OTHER_NAMES = """
            quot 34 amp 38 apos 39 lt 60 gt 62 OElig 338 oelig 339 Scaron 352 scaron 353 Yuml 376 fnof 402 circ 710
            tilde 732 thetasym 977 upsih 978 piv 982 ensp 8194 emsp 8195 thinsp 8201 zwnj 8204 zwj 8205 lrm 8206 rlm 8207
            ndash 8211 mdash 8212 lsquo 8216 rsquo 8217 sbquo 8218 ldquo 8220 rdquo 8221 bdquo 8222 dagger 8224
            Dagger 8225 bull 8226 hellip 8230 permil 8240 prime 8242 Prime 8243 lsaquo 8249 rsaquo 8250 oline 8254
            frasl 8260 euro 8364 image 8465 weierp 8472 real 8476 trade 8482 alefsym 8501 larr 8592 uarr 8593 rarr 8594
            darr 8595 harr 8596 crarr 8629 lArr 8656 uArr 8657 rArr 8658 dArr 8659 hArr 8660 forall 8704 part 8706
            exist 8707 empty 8709 nabla 8711 isin 8712 notin 8713 ni 8715 prod 8719 sum 8721 minus 8722 lowast 8727
            radic 8730 prop 8733 infin 8734 ang 8736 and 8743 or 8744 cap 8745 cup 8746 int 8747 there4 8756 sim 8764
            cong 8773 asymp 8776 ne 8800 equiv 8801 le 8804 ge 8805 sub 8834 sup 8835 nsub 8836 sube 8838 supe 8839
            oplus 8853 otimes 8855 perp 8869 sdot 8901 lceil 8968 rceil 8969 lfloor 8970 rfloor 8971 lang 10216
            rang 10217 loz 9674 spades 9824 clubs 9827 hearts 9829 diams 9830""";

    private static final Map<String, Integer> NAMES = names();

    private CharacterReferences() {}

    /** What a name stands for. */
    static Optional<Integer> named(String name, boolean semicolon) {
        return Optional.ofNullable(NAMES.get(name)).filter(c -> semicolon || c < 256 && !name.equals("apos"));
    }

    /** What a number stands for; those of Windows' control characters stand for what Windows has there. */
    static int numbered(int number) {
        if (number >= 128 && number < LATIN_1) {
            byte[] octet = {(byte) number};
            return new String(octet, Charset.forName("windows-1252")).charAt(0);
        }
        boolean character = number > 0
                && number <= Character.MAX_CODE_POINT
                && !(number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE);
        return character ? number : WellFormed.REPLACEMENT;
    }

    private static Map<String, Integer> names() {
        Map<String, Integer> names = new HashMap<>();
        List<String> latin = words(LATIN_1_NAMES);
        for (int i = 0; i < latin.size(); i++) {
            names.put(latin.get(i), LATIN_1 + i);
        }
        List<String> greek = words(GREEK_NAMES);
        for (int i = 0; i < greek.size(); i++) {
            String name = greek.get(i);
            names.put(name, GREEK + i);
            if (!name.equals("sigmaf")) {
                names.put(Character.toUpperCase(name.charAt(0)) + name.substring(1), GREEK_CAPITALS + i);
            }
        }
        List<String> others = words(OTHER_NAMES);
        for (int i = 0; i < others.size(); i += 2) {
            names.put(others.get(i), Integer.valueOf(others.get(i + 1)));
        }
        return names;
    }

    private static List<String> words(String names) {
        return Characters.split(names.replace('\n', ' '), ' ');
    }
}
