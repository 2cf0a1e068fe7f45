package dev.imappoller.poller.item;

import dev.imappoller.poller.credential.Login;
import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SigningSecret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One configuration, checked: which account and folder is read, and where its messages go.
 *
 * @param pollerId the key of the item
 * @param alertEmail who is told of trouble
 */
public record Poller(String pollerId, Account account, Webhook webhook, Policy policy, Optional<String> alertEmail) {
    /** The same poller with a login that can be shown to its server. */
    public Poller with(Login.Presented presented) {
        return new Poller(pollerId, account.with(presented), webhook, policy, alertEmail);
    }

    /** The same poller with these keys. */
    public Poller with(List<SigningSecret> keys) {
        return new Poller(pollerId, account, webhook.with(keys), policy, alertEmail);
    }

    /** The same poller with the secret of its attachment store's access key. */
    public Poller with(Secret secretAccessKey) {
        return new Poller(pollerId, account, webhook.with(secretAccessKey), policy, alertEmail);
    }

    /**
     * What is shown to the server.
     *
     * @throws IllegalStateException if the login has not been resolved
     */
    public Login.Presented presentedLogin() {
        return login().presented().orElseThrow(() -> new IllegalStateException("the login has not been resolved"));
    }

    /** @see Account#host */
    public String host() {
        return account.host();
    }

    /** @see Account#port */
    public int port() {
        return account.port();
    }

    /** @see Account#security */
    public Security security() {
        return account.security();
    }

    /** @see Account#username */
    public String username() {
        return account.username();
    }

    /** @see Account#login */
    public Login login() {
        return account.login();
    }

    /** @see Account#folder */
    public String folder() {
        return account.folder();
    }

    /** @see Webhook#target */
    public Target target() {
        return webhook.target();
    }

    /** @see Webhook#format */
    public Format format() {
        return webhook.format();
    }

    /** @see Webhook#plainFromHtml */
    public boolean plainFromHtml() {
        return webhook.plainFromHtml();
    }

    /** @see Webhook#signingSecrets */
    public List<SigningSecret> signingSecrets() {
        return webhook.signingSecrets();
    }

    /** @see Webhook#signingSecretReference */
    public Optional<SecretReference> signingSecretReference() {
        return webhook.signingSecretReference();
    }

    /** @see Webhook#headers */
    public Map<String, Secret> headers() {
        return webhook.headers();
    }

    /** @see Webhook#attachmentStore */
    public Optional<AttachmentBucket> attachmentStore() {
        return webhook.attachmentStore();
    }

    /** @see Policy#maxMessages */
    public int maxMessages() {
        return policy.maxMessages();
    }

    /** @see Policy#maxMessageBytes */
    public long maxMessageBytes() {
        return policy.maxMessageBytes();
    }

    /** @see Policy#retryStatuses */
    public Set<Integer> retryStatuses() {
        return policy.retryStatuses();
    }

    /** @see Policy#maxAttempts */
    public OptionalInt maxAttempts() {
        return policy.maxAttempts();
    }

    /** @see Policy#retryBackoff */
    public boolean retryBackoff() {
        return policy.retryBackoff();
    }

    /** @see Policy#afterDelivery */
    public Optional<AfterDelivery> afterDelivery() {
        return policy.afterDelivery();
    }

    /** @see Policy#filter */
    public Optional<SearchKey> filter() {
        return policy.filter();
    }
}
