package dev.imappoller.poller.credential;

import dev.imappoller.message.octets.Characters;
import java.util.List;
import java.util.Optional;

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

    /** In characters. */
    private static final int LONGEST_PARAMETER = 1011;

    private static final int LONGEST_SECRET = 512;

    /** An ARN's ends with a hyphen and six characters more. */
    private static final int LONGEST_IN_ARN = 519;

    private static final int ACCOUNT_DIGITS = 12;

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
        String name = nameInArn(id).orElse(id);
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
        if (!Characters.all(name, 1, LONGEST_PARAMETER, c -> isNamed(c, "_./-"))) {
            throw new IllegalArgumentException(
                    "must have a parameter's name after ssm:, letters, digits and _ . - / (no version, no ARN)");
        }
        return new SecretReference(Service.SSM, name, Optional.empty());
    }

    private static SecretReference secret(String written) {
        int hash = written.indexOf('#');
        String id = hash < 0 ? written : written.substring(0, hash);
        Optional<String> jsonKey = hash < 0 ? Optional.empty() : Optional.of(written.substring(hash + 1));
        if (!isSecret(id, LONGEST_SECRET) && nameInArn(id).isEmpty()) {
            throw new IllegalArgumentException("must have a secret's name or ARN after secretsmanager:");
        }
        if (jsonKey.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("must have the name of a JSON key after #, or no #");
        }
        return new SecretReference(Service.SECRETS_MANAGER, id, jsonKey);
    }

    /** The name in {@code arn:PARTITION:secretsmanager:REGION:ACCOUNT:secret:NAME}, if it is one. */
    private static Optional<String> nameInArn(String id) {
        List<String> parts = Characters.split(id, ':');
        if (parts.size() != 7) {
            return Optional.empty();
        }
        String partition = parts.get(1);
        String region = parts.get(3);
        String name = parts.get(6);
        boolean arn = parts.get(0).equals("arn")
                && partition.startsWith("aws")
                && Characters.all(partition, 1, id.length(), c -> c == '-' || c >= 'a' && c <= 'z')
                && parts.get(2).equals("secretsmanager")
                && Characters.all(
                        region, 1, id.length(), c -> c == '-' || c >= 'a' && c <= 'z' || Characters.isDigit(c))
                && Characters.all(parts.get(4), ACCOUNT_DIGITS, ACCOUNT_DIGITS, Characters::isDigit)
                && parts.get(5).equals("secret");
        return arn && isSecret(name, LONGEST_IN_ARN) ? Optional.of(name) : Optional.empty();
    }

    private static boolean isSecret(String name, int longest) {
        return Characters.all(name, 1, longest, c -> isNamed(c, "/_+=.@-"));
    }

    private static boolean isNamed(int c, String others) {
        return Characters.isAlphanumeric(c) || others.indexOf(c) >= 0;
    }
}
