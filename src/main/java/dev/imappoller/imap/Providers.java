package dev.imappoller.imap;

import java.util.Locale;

/** What is known of large providers, for the person whose password was refused. */
final class Providers {
    private Providers() {}

    /** What this host's provider needs instead of the account's password, to follow a sentence; empty for most hosts. */
    static String hint(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (isIn(name, "gmail.com") || isIn(name, "googlemail.com")) {
            return "; Gmail takes an app password (2-step verification must be on) or OAuth2, never the account's own password";
        }
        if (isIn(name, "office365.com")
                || isIn(name, "outlook.com")
                || isIn(name, "office.com")
                || isIn(name, "hotmail.com")) {
            return "; Microsoft 365 and Outlook.com take OAuth2 only, never a password";
        }
        if (isIn(name, "yahoo.com") || isIn(name, "aol.com") || isIn(name, "mail.me.com")) {
            return "; this provider takes an app password, never the account's own password";
        }
        return "";
    }

    private static boolean isIn(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }
}
