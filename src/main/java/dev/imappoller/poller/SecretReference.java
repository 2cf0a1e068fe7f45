package dev.imappoller.poller;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a secret is kept, as an item names it. This is no secret itself, and may be shown.
 *
 * @param id the parameter's name; the secret's name or ARN
 * @param jsonKey the member of the secret's JSON object that is meant; empty where the whole text is
 */
public record SecretReference(Service service, String id, Optional<String> jsonKey) {
    /** How a reference is written, for people. */
    public static final String EXAMPLE =
            "ssm:/imap-poller/NAME, secretsmanager:imap-poller/NAME or secretsmanager:imap-poller/NAME#jsonKey";

    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_./-]{1,1011}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
    private static final Pattern SECRET_ARN =
            Pattern.compile("arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:([A-Za-z0-9/_+=.@-]{1,519})");

    /** The services that keep secrets. */
    public enum Service {
        SSM("ssm"),
        SECRETS_MANAGER("secretsmanager");

        private final String word;

        Service(String word) {
            this.word = word;
        }
    }

    /**
     * Reads a reference.
     *
     * @throws IllegalArgumentException if it is none; the message says why, and doesn't repeat it, since it may be a password
     *     typed into the wrong attribute
     */
    public static SecretReference parse(String text) {
        String written = text.strip();
        if (written.startsWith("ssm:")) {
            return parameter(written.substring("ssm:".length()));
        }
        if (written.startsWith("secretsmanager:")) {
            return secret(written.substring("secretsmanager:".length()));
        }
        throw new IllegalArgumentException("must be a reference: " + EXAMPLE);
    }

    /** The name that is held against the prefix that the function may read: without an ARN's beginning or a slash in front. */
    public String name() {
        Matcher arn = SECRET_ARN.matcher(id);
        String name = arn.matches() ? arn.group(1) : id;
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /** The secret as a whole, of which the reference may mean one member. */
    public SecretReference whole() {
        return new SecretReference(service, id, Optional.empty());
    }

    /** As it is written in an item. */
    @Override
    public String toString() {
        return service.word + ":" + id + jsonKey.map(key -> "#" + key).orElse("");
    }

    private static SecretReference parameter(String name) {
        if (!PARAMETER.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "must have a parameter's name after ssm:, letters, digits and _ . - / (no version, no ARN)");
        }
        return new SecretReference(Service.SSM, name, Optional.empty());
    }

    private static SecretReference secret(String written) {
        int hash = written.indexOf('#');
        String id = hash < 0 ? written : written.substring(0, hash);
        Optional<String> jsonKey = hash < 0 ? Optional.empty() : Optional.of(written.substring(hash + 1));
        if (!SECRET.matcher(id).matches() && !SECRET_ARN.matcher(id).matches()) {
            throw new IllegalArgumentException("must have a secret's name or ARN after secretsmanager:");
        }
        if (jsonKey.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("must have the name of a JSON key after #, or no #");
        }
        return new SecretReference(Service.SECRETS_MANAGER, id, jsonKey);
    }
}
