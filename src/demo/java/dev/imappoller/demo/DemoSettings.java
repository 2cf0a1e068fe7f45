package dev.imappoller.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What the function's environment says in the demo, as far as that depends: the built-in accounts live on this machine, so the private
 * network is open to them; real accounts are guarded as on AWS, unless the person's own environment says otherwise.
 */
public final class DemoSettings implements ConfigSource {
    /** In the folder that the demo was started in. */
    static final Path POLLERS_FILE = Path.of("pollers.json");

    private static final String PRIVATE = "ALLOW_PRIVATE_NETWORKS";

    /** Above every environment, which can't know of the built-in accounts. */
    private static final int ORDINAL = 500;

    @Override
    public String getName() {
        return "demo";
    }

    @Override
    public int getOrdinal() {
        return ORDINAL;
    }

    @Override
    public Set<String> getPropertyNames() {
        return builtIn() ? Set.of(PRIVATE) : Set.of();
    }

    @Override
    @SuppressWarnings("NullAway") // No value is null in this interface.
    public String getValue(String name) {
        return name.equals(PRIVATE) && builtIn() ? "true" : null;
    }

    /** True where no accounts of the person's own are there. */
    static boolean builtIn() {
        return !Files.exists(POLLERS_FILE);
    }
}
