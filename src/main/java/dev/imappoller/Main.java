package dev.imappoller;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.imappoller.start.FailedStart;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The native executable's entry. If the start fails, it tells Lambda why; Lambda itself would only see that the process ended. */
@QuarkusMain
public final class Main {
    private static final int TIMEOUT = 2000;

    Main() {}

    public static void main(String... arguments) {
        if (ImageMode.current() == ImageMode.NATIVE_RUN) {
            Quarkus.run(null, Main::ended, arguments);
        } else {
            Quarkus.run(arguments);
        }
    }

    @SuppressWarnings("NullAway") // Quarkus passes null if there is no cause.
    private static void ended(int code, Throwable cause) {
        if (cause != null) {
            failed(cause);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(code, cause);
    }

    /** Tells why the start failed, and ends the process before another of its threads finds other words for it. */
    static void failed(Throwable cause) {
        String words = FailedStart.words(cause, System.getenv());
        System.err.println(words);
        Optional.ofNullable(System.getenv("AWS_LAMBDA_RUNTIME_API")).ifPresent(api -> report(api, words));
        Runtime.getRuntime().halt(1);
    }

    private static void report(String runtimeApi, String words) {
        String error = JsonNodeFactory.instance
                .objectNode()
                .put("errorMessage", words)
                .put("errorType", IllegalStateException.class.getName())
                .toString();
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://" + runtimeApi + "/2018-06-01/runtime/init/error")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(TIMEOUT);
            connection.setReadTimeout(TIMEOUT);
            connection.setRequestMethod("POST");
            connection.setRequestProperty("Content-Type", "application/json");
            connection.setDoOutput(true);
            try (OutputStream body = connection.getOutputStream()) {
                body.write(error.getBytes(StandardCharsets.UTF_8));
            }
            connection.getResponseCode();
        } catch (IOException e) {
            System.err.println("Lambda could not be told: " + e);
        }
    }
}
