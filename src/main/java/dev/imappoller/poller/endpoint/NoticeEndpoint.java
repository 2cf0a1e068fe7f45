package dev.imappoller.poller.endpoint;

import dev.imappoller.poller.credential.SigningSecret;
import dev.imappoller.poller.item.Target;
import java.time.Duration;
import java.util.List;

/** The way to tell a program something. */
public interface NoticeEndpoint {
    /**
     * Posts a notice, once, and follows no redirect.
     *
     * @param keys it is signed with each of them
     */
    Answer post(Target target, List<SigningSecret> keys, Notice notice, Duration atMost);
}
