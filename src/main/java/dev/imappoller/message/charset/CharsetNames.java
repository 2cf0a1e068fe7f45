package dev.imappoller.message.charset;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds Java's character sets by name, in the same time whether there is one of that name or not. Java itself asks all that
 * may bring more of them for each name that it doesn't know, which takes it a third of a millisecond each time.
 */
final class CharsetNames {
    /** Those of ordinary mail, which every Java has; so for most mail the others need not be listed. */
    private static final Set<String> COMMON = Set.of(
            "us-ascii",
            "utf-8",
            "utf-16",
            "utf-16be",
            "utf-16le",
            "iso-8859-2",
            "iso-8859-5",
            "iso-8859-7",
            "iso-8859-9",
            "iso-8859-15",
            "windows-1250",
            "windows-1251",
            "windows-1252",
            "windows-1253",
            "windows-1254",
            "windows-1257",
            "koi8-r",
            "gb18030",
            "big5-hkscs",
            "x-eucjp-open",
            "x-windows-iso2022jp",
            "windows-31j",
            "x-windows-949");

    private CharsetNames() {}

    /** The character set of that name, in upper or lower case. */
    static Optional<Charset> find(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        return COMMON.contains(key) && Charset.isSupported(key)
                ? Optional.of(Charset.forName(key))
                : Optional.ofNullable(All.BY_NAME.get(key));
    }

    /** Listed once it is asked for. */
    private static final class All {
        private static final Map<String, Charset> BY_NAME = byName();

        private static Map<String, Charset> byName() {
            Map<String, Charset> all = new HashMap<>();
            for (Charset charset : Charset.availableCharsets().values()) {
                charset.aliases().forEach(alias -> all.putIfAbsent(alias.toLowerCase(Locale.ROOT), charset));
            }
            Charset.availableCharsets().forEach((name, charset) -> all.put(name.toLowerCase(Locale.ROOT), charset));
            TableCharset.all().forEach(charset -> all.putIfAbsent(charset.name().toLowerCase(Locale.ROOT), charset));
            return all;
        }
    }
}
