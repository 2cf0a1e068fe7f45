package dev.imappoller.oauth;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What to change, by what authorization servers are known to say: Microsoft's codes (AADSTS) and Google's words. */
enum TokenAdvice {
    REDIRECT(
            "Register the redirect URI for the client, exactly as redirectUri in oauth has it: at Google with a client of the"
                    + " type Desktop app there is nothing to register, at Microsoft it is http://localhost under Authentication,"
                    + " Mobile and desktop applications",
            "AADSTS50011 AADSTS500112 AADSTS500113 AADSTS70004",
            "redirect_uri_mismatch",
            "redirect_uri MISMATCH"),
    SINGLE_PAGE(
            "The redirect URI is registered for a single-page application: move it to Mobile and desktop applications"
                    + " (Authentication in the app registration)",
            "AADSTS9002326 AADSTS9002327"),
    CODE_SPENT(
            "A code is good once, and for some minutes: begin again, and paste the new address at once",
            "AADSTS54005 AADSTS501481 AADSTS50089"),
    MALFORMED(
            "The request was not understood, mostly for a code or token that is not whole: copy the address once more, all of it",
            "AADSTS9002313",
            "Malformed auth code"),
    CONSENT(
            "The application lacks consent for these permissions: add them under API permissions in the app registration, and have"
                    + " an administrator grant them (Grant admin consent), or the person at sign-in",
            "AADSTS65001 AADSTS650056 AADSTS650057 AADSTS65005 AADSTS90094 AADSTS900941 AADSTS90008 AADSTS90095",
            "The user or administrator has not consented to use the application",
            "consent_required",
            "admin_consent_required"),
    DECLINED("Access was declined at sign-in. Begin again, and accept", "AADSTS65004", "authorization_declined"),
    NO_SERVICE(
            "The organization does not have the service that the scope is of: correct scope, or have an administrator add Exchange"
                    + " Online to the organization",
            "AADSTS650052 AADSTS500011 AADSTS650054 AADSTS50001"),
    NEEDS_SECRET(
            "The client is a confidential one, and proved nothing: write clientSecretRef, or clientAssertionKeyRef and thumbprint,"
                    + " into oauth; or make it a public one (Allow public client flows, under Authentication)",
            "AADSTS7000218",
            "client_secret is missing"),
    NEEDS_NO_SECRET(
            "The client is a public one, and takes no secret: remove clientSecret, clientSecretRef and clientAssertionKeyRef"
                    + " from oauth",
            "AADSTS700025"),
    WRONG_SECRET(
            "Correct clientSecretRef: it is to hold the secret's value, not its id",
            "AADSTS7000215 AADSTS70002",
            "The provided client secret is invalid",
            "Invalid client secret provided"),
    SECRET_ENDED(
            "The client's secret or certificate has expired: make a new one, and store it in the place of the old one",
            "AADSTS7000222 AADSTS7000212",
            "The provided client secret keys are expired"),
    WRONG_CLIENT(
            "There is no such client there: check clientId, and tenant or tokenUrl, and that the client was not deleted",
            "AADSTS700016 AADSTS70001 AADSTS7000112 AADSTS700011",
            "The OAuth client was not found",
            "The OAuth client was deleted",
            "The OAuth client was disabled",
            "deleted_client",
            "disabled_client"),
    WRONG_TENANT(
            "Check tenant (or tokenUrl): it must be the organization of the application, and the account must belong there. A client"
                    + " for one organization does not take organizations or common; for a personal account provider is outlook",
            "AADSTS90002 AADSTS50194 AADSTS50059 AADSTS50020 AADSTS500208 AADSTS500207 AADSTS50034 AADSTS51004 AADSTS16000"
                    + " AADSTS9002346 AADSTS9002332 AADSTS50128 AADSTS900023"),
    BLOCKED(
            "The organization's policies block this sign-in: ask its administrator, who finds the reason in the sign-in logs of"
                    + " Entra (Conditional Access)",
            "AADSTS53000 AADSTS53001 AADSTS53002 AADSTS53003 AADSTS53004 AADSTS53011 AADSTS530035 AADSTS530034 AADSTS50005"
                    + " AADSTS50131 AADSTS500021 AADSTS500022 AADSTS50002 AADSTS500212 AADSTS500213 AADSTS50097 AADSTS530036"),
    NOT_ASSIGNED(
            "The account is not assigned to the application: in Entra, Enterprise applications, assign it under Users and groups,"
                    + " or switch Assignment required off",
            "AADSTS50105"),
    SIGN_IN_AGAIN(
            "The organization asks for another sign-in, or the password or the session has changed: grant access again with op"
                    + " authorize",
            "AADSTS50076 AADSTS50078 AADSTS50079 AADSTS50074 AADSTS50173 AADSTS700082 AADSTS700084 AADSTS70043 AADSTS70000 AADSTS70008"
                    + " AADSTS50132 AADSTS50133",
            "Token has been expired or revoked"),
    DISABLED("The account is disabled or locked, or its password has ended", "AADSTS50057 AADSTS50053 AADSTS50055"),
    SCOPE(
            "Correct scope: for a person's grant at Microsoft https://outlook.office.com/IMAP.AccessAsUser.All offline_access, for"
                    + " client_credentials https://outlook.office365.com/.default, at Google https://mail.google.com/",
            "AADSTS70011 AADSTS28002 AADSTS28003 AADSTS1002012",
            "invalid_scope"),
    ASSERTION(
            "The certificate of the application and the key do not fit: check that thumbprint is that of the certificate which was"
                    + " uploaded (Certificates & secrets), that clientAssertionKeyRef is the key to it, and that it has not expired",
            "AADSTS700027 AADSTS50012 AADSTS700021 AADSTS700024 AADSTS700030 AADSTS50003"),
    DELEGATION(
            "Let the service account act for the account: Google Admin console, Security, Access and data control, API controls,"
                    + " Domain-wide delegation, with the service account's numeric client ID and the scope"
                    + " https://mail.google.com/. It can take a day",
            "",
            "Client is unauthorized to retrieve access tokens using this method",
            "Requested client not authorized"),
    SUBJECT(
            "There is no such account in the organization: check subject, or username where there is none",
            "",
            "Invalid email or User ID",
            "Not a valid email"),
    SERVICE_ACCOUNT(
            "The service account or its key was deleted or disabled: make a new key, and store it",
            "",
            "Invalid JWT Signature",
            "account not found",
            "Invalid grant: account not found"),
    CLOCK("The clock of the function or of the server is wrong", "", "Token must be a short-lived token"),
    ADMIN_POLICY(
            "The organization's administrator does not admit the application: Google Admin console, Security, Access and data"
                    + " control, API controls, Manage app access",
            "",
            "admin_policy_enforced",
            "access_not_configured"),
    ORGANIZATION(
            "The client is for accounts of its own organization only (audience Internal): sign in with one of those, or publish the"
                    + " app as External",
            "",
            "org_internal");

    private static final String MICROSOFT = "AADSTS";
    private static final int MOST_DIGITS = 9;

    private final String words;
    private final String codes;

    @SuppressWarnings("ImmutableEnumChecker") // List.of gives one that nobody changes.
    private final List<String> sayings;

    TokenAdvice(String words, String codes, String... sayings) {
        this.words = words;
        this.codes = codes;
        this.sayings = List.of(sayings);
    }

    /** What is to be done, in a sentence with its full stop; empty where nothing is known of what was said. */
    static Optional<String> of(String error, String description) {
        String code = microsoft(description).orElse("");
        String lower = description.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(advice -> advice.has(code))
                .findFirst()
                .or(() -> Arrays.stream(values())
                        .filter(advice -> advice.sayings.stream()
                                .anyMatch(saying ->
                                        error.equals(saying) || lower.contains(saying.toLowerCase(Locale.ROOT))))
                        .findFirst())
                .map(advice -> advice.words + ".");
    }

    private boolean has(String code) {
        return !code.isEmpty() && (" " + codes + " ").contains(" " + code + " ");
    }

    /** Microsoft's code in a text, such as {@code AADSTS7000215}. */
    static Optional<String> microsoft(String text) {
        int begin = text.indexOf(MICROSOFT);
        int end = begin + MICROSOFT.length();
        while (begin >= 0 && end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        int digits = end - begin - MICROSOFT.length();
        return begin >= 0 && digits > 0 && digits <= MOST_DIGITS
                ? Optional.of(text.substring(begin, end))
                : Optional.empty();
    }
}
