package dev.imappoller.imap;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that servers are known to say when they refuse, and what it means: a row of a table, looked through from its top. So codes
 * that can't be misread come first; then words that name the login; then words that name the server's own state, which also count beside
 * AUTHENTICATIONFAILED, since that code is for servers that don't want to say more (RFC 5530). A refusal that no row knows is one of the
 * login, if it answers one.
 *
 * @param words in small letters, without brackets where it is a response code
 * @param shown to a person, in our words; empty for a code, which is shown by itself
 */
record Saying(Kind kind, String words, Said where, Meaning meaning, String shown) {
    /** What it is found by. */
    enum Kind {
        CODE,
        TEXT
    }

    /** Which answers it counts in. */
    enum Said {
        /** Only where a login was asked for. */
        AT_LOGIN,
        ANYWHERE
    }

    /** What it means for the poller. */
    enum Meaning {
        /** The login is wrong, or not allowed: a person has to mend it. */
        BAD_LOGIN,
        /** The server wants fewer requests, or these ones later. */
        BUSY,
        /** The server, or what stands behind it, does not work. */
        BROKEN
    }

    private static final List<Saying> TABLE = List.of(
            // RFC 5530's temporary ones, and QUIRK: Gmail's OVERQUOTA and THROTTLED for too much use in a day.
            code("unavailable", Meaning.BUSY),
            code("limit", Meaning.BUSY),
            code("inuse", Meaning.BUSY),
            code("throttled", Meaning.BUSY),
            code("overquota", Meaning.BUSY),
            code("login-delay", Meaning.BUSY),
            code("sys/temp", Meaning.BROKEN).at(Said.AT_LOGIN),
            code("sys/perm", Meaning.BROKEN).at(Said.AT_LOGIN),
            code("serverbug", Meaning.BROKEN).at(Said.AT_LOGIN),
            code("corruption", Meaning.BROKEN).at(Said.AT_LOGIN),
            code("expired", Meaning.BAD_LOGIN),
            code("authorizationfailed", Meaning.BAD_LOGIN),
            code("privacyrequired", Meaning.BAD_LOGIN),
            code("noperm", Meaning.BAD_LOGIN),
            code("webalert", Meaning.BAD_LOGIN),
            code("weblogin", Meaning.BAD_LOGIN),
            // QUIRK: Microsoft 365 takes the login then, and answers BAD to whatever comes next.
            text("user is authenticated but not connected", Meaning.BUSY, "User is authenticated but not connected"),
            // Before the words of a busy server, since QUIRK: QQ names them all: a wrong password, too many logins, a
            // busy system.
            login("application-specific password required", "Application-specific password required"),
            login("app password", "An app password is required"),
            login("log in via your web browser", "Please log in via your web browser"),
            login("web login required", "Web login required"),
            login("not enabled for imap", "The account is not enabled for IMAP"),
            login("imap access is disabled", "IMAP access is disabled"),
            login("imap is disabled", "IMAP is disabled"),
            login("basic authentication is disabled", "Basic authentication is disabled"),
            login("account is disabled", "The account is disabled"),
            login("account disabled", "The account is disabled"),
            login("account is locked", "The account is locked"),
            login("account locked", "The account is locked"),
            login("incorrect username or password", "Incorrect username or password"),
            login("invalid username or password", "Invalid username or password"),
            login("invalid user name or password", "Invalid username or password"),
            login("invalid login or password", "Invalid login or password"),
            login("invalid login/password", "Invalid login/password"),
            login("username and password not accepted", "Username and password not accepted"),
            login("password is incorrect", "The password is incorrect"),
            login("incorrect password", "Incorrect password"),
            login("wrong password", "Wrong password"),
            login("bad password", "Bad password"),
            login("invalid password", "Invalid password"),
            login("password expired", "The password has expired"),
            login("password has expired", "The password has expired"),
            login("unknown user", "Unknown user"),
            login("no such user", "No such user"),
            login("invalid credentials", "Invalid credentials"),
            // QUIRK: Gmail and others have a code that any alert has, or none.
            text("too many simultaneous", Meaning.BUSY, "Too many simultaneous connections"),
            text("too many concurrent", Meaning.BUSY, "Too many concurrent connections"),
            text("too many open connections", Meaning.BUSY, "Too many open connections"),
            text("too many connections", Meaning.BUSY, "Too many connections"),
            text("too many imap connections", Meaning.BUSY, "Too many IMAP connections"),
            text("too many requests", Meaning.BUSY, "Too many requests"),
            text("maximum number of connections", Meaning.BUSY, "Maximum number of connections"),
            text("connection limit", Meaning.BUSY, "Connection limit"),
            text("exceeded command or bandwidth limits", Meaning.BUSY, "Account exceeded command or bandwidth limits"),
            text("bandwidth limit", Meaning.BUSY, "Bandwidth limit"),
            text("rate limit", Meaning.BUSY, "Rate limit"),
            text("rate-limit", Meaning.BUSY, "Rate limit"),
            text("ratelimit", Meaning.BUSY, "Rate limit"),
            text("server is busy", Meaning.BUSY, "Server is busy"),
            text("server busy", Meaning.BUSY, "Server busy"),
            text("server too busy", Meaning.BUSY, "Server too busy"),
            text("system busy", Meaning.BUSY, "System busy"),
            text("system is busy", Meaning.BUSY, "System is busy"),
            busyLogin("too many", "Too many logins or attempts"),
            busyLogin("too frequent", "Too frequent logins"),
            busyLogin("frequency", "Login frequency"),
            busyLogin("throttl", "Throttled"),
            busyLogin("again later", "Try again later"),
            busyLogin("try later", "Try again later"),
            busyLogin("later again", "Try again later"),
            busyLogin("come back later", "Try again later"),
            busyLogin("temporarily blocked", "Temporarily blocked"),
            busyLogin("temporarily locked", "Temporarily locked"),
            broken("temporary authentication failure", "Temporary authentication failure"),
            broken("temporary failure", "Temporary failure"),
            broken("temporary error", "Temporary error"),
            broken("temporarily unavailable", "Temporarily unavailable"),
            broken("temporary system problem", "Temporary system problem"),
            broken("internal error", "Internal error"),
            broken("internal server error", "Internal server error"),
            broken("internal failure", "Internal failure"),
            // RFC 5530: an administrator has to mend something, which says nothing of the password.
            code("contactadmin", Meaning.BROKEN).at(Said.AT_LOGIN),
            // What follows is also said of what only was no success, so the code for a wrong password outweighs it.
            code("authenticationfailed", Meaning.BAD_LOGIN),
            broken("service unavailable", "Service unavailable"),
            broken("service not available", "Service not available"),
            broken("service is not available", "Service is not available"),
            broken("server unavailable", "Server unavailable"),
            broken("server error", "Server error"),
            broken("server failure", "Server failure"),
            broken("system error", "System error"),
            broken("database", "Database error"),
            broken("backend", "Backend failure"),
            broken("back end", "Backend failure"),
            broken("lookup fail", "Lookup failed"),
            broken("ldap", "LDAP failure"),
            broken("unable to contact", "Unable to contact a server"),
            broken("cannot connect", "Cannot connect to a server"),
            broken("can't connect", "Cannot connect to a server"),
            broken("failed to connect", "Failed to connect to a server"),
            broken("connection refused", "Connection refused"),
            broken("timeout", "Timeout"),
            broken("time-out", "Timeout"),
            broken("timed out", "Timed out"),
            broken("maintenance", "Maintenance"),
            broken("shutting down", "Shutting down"),
            broken("out of memory", "Out of memory"),
            broken("overload", "Overloaded"),
            login("login failed", "LOGIN failed"),
            login("authenticate failed", "AUTHENTICATE failed"),
            login("authentication failed", "Authentication failed"),
            login("authentication failure", "Authentication failure"),
            login("login invalid", "LOGIN invalid"),
            login("invalid login", "Invalid login"));

    /** A text longer than this is no sentence. */
    private static final int MOST_READ = 2000;

    /** The first row that a response's text holds. */
    static Optional<Saying> of(String text, Said where) {
        Optional<String> code = ResponseCode.in(text).map(found -> found.word().toLowerCase(Locale.ROOT));
        String words = inSmallLetters(text);
        return TABLE.stream()
                .filter(row -> row.where == Said.ANYWHERE || row.where == where)
                .filter(row ->
                        row.kind == Kind.CODE ? code.filter(row.words::equals).isPresent() : words.contains(row.words))
                .findFirst();
    }

    /** The words of the first row that is found by words, which may be another one than the first of all. */
    static Optional<String> shownOf(String text) {
        String words = inSmallLetters(text);
        return TABLE.stream()
                .filter(row -> row.kind == Kind.TEXT && words.contains(row.words))
                .map(Saying::shown)
                .findFirst();
    }

    /** With one space between words, so that a line that is broken elsewhere says the same. */
    private static String inSmallLetters(String text) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), MOST_READ); i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c) || c == '\u00a0';
            if (!space) {
                words.append(Character.toLowerCase(c));
            } else if (!words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        }
        return words.toString();
    }

    private Saying at(Said place) {
        return new Saying(kind, words, place, meaning, shown);
    }

    private static Saying code(String words, Meaning meaning) {
        return new Saying(Kind.CODE, words, meaning == Meaning.BAD_LOGIN ? Said.AT_LOGIN : Said.ANYWHERE, meaning, "");
    }

    private static Saying text(String words, Meaning meaning, String shown) {
        return new Saying(Kind.TEXT, words, Said.ANYWHERE, meaning, shown);
    }

    private static Saying login(String words, String shown) {
        return text(words, Meaning.BAD_LOGIN, shown).at(Said.AT_LOGIN);
    }

    private static Saying busyLogin(String words, String shown) {
        return text(words, Meaning.BUSY, shown).at(Said.AT_LOGIN);
    }

    private static Saying broken(String words, String shown) {
        return text(words, Meaning.BROKEN, shown).at(Said.AT_LOGIN);
    }
}
