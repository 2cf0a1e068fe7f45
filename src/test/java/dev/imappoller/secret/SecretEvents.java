package dev.imappoller.secret;

import dev.imappoller.poller.run.Events;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes down the events of this package, with all that they say. */
public final class SecretEvents {
    public final List<String> lines = new CopyOnWriteArrayList<>();

    public Events events() {
        return (Events) Proxy.newProxyInstance(
                Events.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                    lines.add(method.getName() + " " + Arrays.asList(arguments));
                    return null;
                });
    }
}
