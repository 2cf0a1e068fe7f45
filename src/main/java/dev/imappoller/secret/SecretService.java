package dev.imappoller.secret;

import dev.imappoller.poller.credential.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service that keeps secrets. Nothing here throws for what the service says: it is in the answer. */
interface SecretService {
    /** How many secrets one call can fetch. */
    int most();

    /** Fetches secrets, as many as one call can: for each id what came of it. */
    Map<String, FetchedSecret> fetch(List<String> ids);

    /**
     * Replaces a secret's text.
     *
     * @return why that failed; empty if it is done
     */
    Optional<FetchedSecret.Unavailable> write(String id, Secret text);

    /**
     * Makes a secret that there is none of yet.
     *
     * @return why that failed; empty if it is done
     */
    Optional<FetchedSecret.Unavailable> create(String id, Secret text);
}
