package dev.imappoller.poller.provider;

import dev.imappoller.message.octets.Characters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Large providers of mailboxes: what an item need not say where it names one, and what is known of them; docs/providers.md is made of
 * this. As of November 2026; limits are what the providers or their users tell.
 */
public enum Provider {
    GMAIL(
            "Gmail",
            "imap.gmail.com",
            Passwords.APP,
            OAuthPreset.GOOGLE,
            "2-Step Verification must be on for an app password",
            "15 connections to an account, 2,500 MB a day",
            "https://support.google.com/accounts/answer/185833",
            "gmail.com googlemail.com"),
    MICROSOFT365(
            "Microsoft 365",
            "outlook.office365.com",
            Passwords.NONE,
            OAuthPreset.MICROSOFT,
            "IMAP must be enabled for the mailbox, and the application let into it",
            "it names how long to wait when it is asked too much",
            "https://learn.microsoft.com/exchange/client-developer/legacy-protocols/"
                    + "how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth",
            "office365.com office.com onmicrosoft.com office365.us outlook.cn"),
    OUTLOOK(
            "Outlook.com",
            "outlook.office365.com",
            Passwords.NONE,
            OAuthPreset.MICROSOFT_PERSONAL,
            Needs.SWITCH_ON,
            "",
            "https://support.microsoft.com/office/d088b986-291d-42b8-9564-9c414e2aa040",
            "outlook.com outlook.de outlook.fr outlook.es outlook.it outlook.jp hotmail.com hotmail.co.uk hotmail.de"
                    + " hotmail.fr hotmail.es hotmail.it live.com live.co.uk live.de live.fr live.it live.nl live.ca msn.com"),
    YAHOO(
            "Yahoo",
            "imap.mail.yahoo.com",
            Passwords.APP,
            OAuthPreset.YAHOO,
            "OAuth 2.0 is for applications that Yahoo has approved",
            "5 connections to an account, and a limit on logins that is not told",
            "https://help.yahoo.com/kb/SLN15241.html",
            "yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.it yahoo.es yahoo.ca yahoo.ie yahoo.in yahoo.co.in yahoo.co.id"
                    + " yahoo.com.ar yahoo.com.au yahoo.com.br yahoo.com.mx yahoo.com.sg ymail.com rocketmail.com"),
    AOL(
            "AOL",
            "imap.aol.com",
            Passwords.APP,
            OAuthPreset.AOL,
            "OAuth 2.0 is for applications that Yahoo has approved",
            "5 connections to an account, and a limit on logins that is not told",
            "https://help.aol.com/articles/Create-and-manage-app-password",
            "aol.com aol.co.uk aol.de aol.fr aim.com"),
    ICLOUD(
            "iCloud",
            "imap.mail.me.com",
            Passwords.APP,
            null,
            "the Apple Account must have two-factor authentication",
            "",
            "https://support.apple.com/102654",
            "icloud.com me.com mac.com"),
    FASTMAIL(
            "Fastmail",
            "imap.fastmail.com",
            Passwords.APP,
            OAuthPreset.FASTMAIL,
            "the app password must be for IMAP, and username the whole address",
            "",
            "https://www.fastmail.help/hc/en-us/articles/360058752854",
            "fastmail.com fastmail.fm messagingengine.com"),
    ZOHO(
            "Zoho",
            "imap.zoho.com",
            Passwords.APP,
            null,
            Needs.SWITCH_ON + "; an organization's host is imappro.zoho.com, in Europe imappro.zoho.eu",
            "about 3 connections to an account",
            "https://www.zoho.com/mail/help/imap-access.html",
            "zoho.com zohomail.com zoho.eu zohomail.eu zoho.in zohomail.in"),
    GMX(
            "GMX",
            "imap.gmx.net",
            Passwords.OWN,
            null,
            Needs.SWITCH_ON_AGAIN,
            "",
            "https://hilfe.gmx.net/pop-imap/einschalten.html",
            "gmx.net gmx.de gmx.at gmx.ch"),
    GMX_COM(
            "GMX.com",
            "imap.gmx.com",
            Passwords.OWN,
            null,
            Needs.SWITCH_ON,
            "",
            "https://support.gmx.com/pop-imap/toggle.html",
            "gmx.com gmx.us gmx.co.uk"),
    WEB_DE(
            "WEB.DE",
            "imap.web.de",
            Passwords.OWN,
            null,
            Needs.SWITCH_ON_AGAIN,
            "",
            "https://hilfe.web.de/pop-imap/einschalten.html",
            "web.de"),
    IONOS(
            "IONOS",
            "imap.ionos.com",
            Passwords.OWN,
            null,
            "",
            "",
            "https://www.ionos.com/help/email/",
            "ionos.com ionos.de ionos.co.uk ionos.fr ionos.es 1und1.de"),
    OVH(
            "OVH",
            "imap.mail.ovh.net",
            Passwords.OWN,
            null,
            "mailboxes of its Exchange and Email Pro have hosts of their own",
            "",
            "https://help.ovhcloud.com/",
            "ovh.net ovh.com"),
    YANDEX(
            "Yandex",
            "imap.yandex.com",
            Passwords.APP,
            OAuthPreset.YANDEX,
            "IMAP, and app passwords for it, must be switched on in the settings on the web",
            "",
            "https://yandex.com/support/mail/mail-clients/others.html",
            "yandex.com yandex.ru yandex.by yandex.kz ya.ru"),
    MAIL_RU(
            "Mail.ru",
            "imap.mail.ru",
            Passwords.APP,
            OAuthPreset.MAIL_RU,
            "",
            "",
            "https://help.mail.ru/mail/security/protection/external",
            "mail.ru inbox.ru list.ru bk.ru internet.ru"),
    QQ(
            "QQ",
            "imap.qq.com",
            Passwords.AUTHORIZATION_CODE,
            null,
            Needs.SWITCH_ON + ", which show the code",
            "a limit on logins that is not told",
            "https://help.mail.qq.com/detail/108/1023",
            "qq.com foxmail.com"),
    // Before those whose domains theirs are beneath.
    NETEASE_VIP_163("vip163", "vip.163.com"),
    NETEASE_VIP_126("vip126", "vip.126.com"),
    NETEASE_163("163", "163.com"),
    NETEASE_126("126", "126.com"),
    NETEASE_188("188", "188.com"),
    NETEASE_YEAH("yeah", "yeah.net");

    private final String id;
    private final String title;
    private final String host;
    private final Passwords passwords;
    private final @Nullable OAuthPreset oauth;
    private final String needs;
    private final String limits;
    private final String help;
    private final String domains;

    /** One whose id is the constant's name. */
    Provider(
            String title,
            String host,
            Passwords passwords,
            @Nullable OAuthPreset oauth,
            String needs,
            String limits,
            String help,
            String domains) {
        this.id = name().toLowerCase(Locale.ROOT).replace("_", "");
        this.title = title;
        this.host = host;
        this.passwords = passwords;
        this.oauth = oauth;
        this.needs = needs;
        this.limits = limits;
        this.help = help;
        this.domains = domains;
    }

    /** One of NetEase's. */
    Provider(String id, String domain) {
        this.id = id;
        this.title = "NetEase " + domain;
        this.host = "imap." + domain;
        this.passwords = Passwords.AUTHORIZATION_CODE;
        this.oauth = null;
        this.needs = Needs.SWITCH_ON + ", which show the code";
        this.limits = "";
        this.help = "https://help.mail.163.com/";
        this.domains = domain;
    }

    /** The provider that an item names so; case does not matter. */
    public static Optional<Provider> called(String name) {
        return Arrays.stream(values())
                .filter(provider -> provider.id.equalsIgnoreCase(name))
                .findFirst();
    }

    /** What an item may say, for a person. */
    public static String ids() {
        return Arrays.stream(values()).map(Provider::id).collect(Collectors.joining(", "));
    }

    /** The provider that a server or a domain of addresses belongs to. */
    public static Optional<Provider> of(String domain) {
        String name = domain.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(provider -> Characters.words(provider.domains).stream()
                        .anyMatch(known -> name.equals(known) || name.endsWith("." + known)))
                .findFirst();
    }

    /** The provider of an account, as far as its name is an address that tells. */
    public static Optional<Provider> ofUser(String username) {
        return of(username.substring(username.lastIndexOf('@') + 1)).filter(any -> username.indexOf('@') > 0);
    }

    /** As it stands in an item. */
    public String id() {
        return id;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** Its IMAP server, with TLS on port 993. */
    public String host() {
        return host;
    }

    public Passwords passwords() {
        return passwords;
    }

    public Optional<OAuthPreset> oauth() {
        return Optional.ofNullable(oauth);
    }

    /** What has to be done in an account before it can be read, for a person; may be empty. */
    public String needs() {
        return needs;
    }

    /** How much it can be asked, for a person; may be empty where that is not known. */
    public String limits() {
        return limits;
    }

    /** The address of its own words on that. */
    public String help() {
        return help;
    }

    /** What somebody should know whose password was refused, without a full stop; may be empty. */
    public String aboutPasswords() {
        String takes = switch (passwords) {
            case OWN -> "";
            case APP, AUTHORIZATION_CODE ->
                title + " takes " + passwords.words() + (oauth != null ? " or OAuth 2.0" : "")
                        + ", never the account's own password";
            case NONE -> title + " takes OAuth 2.0 only, never a password";
        };
        if (takes.isEmpty() && needs.isEmpty()) {
            return "";
        }
        String all = takes.isEmpty() ? "At " + title + ", " + needs : takes + (needs.isEmpty() ? "" : "; " + needs);
        return all + " (" + help + ")";
    }
}
