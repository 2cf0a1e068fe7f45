package dev.imappoller.alert;

import dev.imappoller.poller.run.AlertKind;
import dev.imappoller.poller.run.Events;
import java.lang.reflect.Proxy;
import java.util.List;

/** Takes down alerts that failed; no other event matters here. */
final class AlertEvents {
    private AlertEvents() {}

    static Events takingDown(List<String> failures) {
        return (Events) Proxy.newProxyInstance(
                Events.class.getClassLoader(), new Class<?>[] {Events.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("alertFailed")) {
                        failures.add(arguments[0] + " " + (AlertKind) arguments[1]);
                    }
                    return null;
                });
    }
}
