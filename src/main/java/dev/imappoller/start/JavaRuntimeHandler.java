package dev.imappoller.start;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URLClassLoader;
import java.util.Optional;

/**
 * What Lambda's Java runtime calls. The application starts with it, before the first event, while a second thread
 * loads the classes that the start and a first poll need. The native executable has no use for it.
 */
public final class JavaRuntimeHandler implements RequestStreamHandler {
    private final ClassLoader loader;
    private final RequestStreamHandler application;

    /**
     * Starts the application.
     *
     * @throws IllegalStateException if it can't start, with the reason
     */
    public JavaRuntimeHandler() {
        loader = loadingSideBySide(JavaRuntimeHandler.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        ClassList.loadAside(ClassList.forFunction(Optional.ofNullable(System.getenv("QUARKUS_FUNQY_EXPORT"))), loader);
        application = started(loader);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        Thread.currentThread().setContextClassLoader(loader);
        application.handleRequest(event, answer, context);
    }

    /** Lambda's own class loader lets one thread wait for the other; a plain one of the same jars doesn't. */
    private static ClassLoader loadingSideBySide(ClassLoader lambdas) {
        return lambdas instanceof URLClassLoader jars && !jars.isRegisteredAsParallelCapable()
                ? new URLClassLoader(jars.getURLs(), jars.getParent())
                : lambdas;
    }

    private static RequestStreamHandler started(ClassLoader loader) {
        try {
            return loader.loadClass(StartedApplication.class.getName())
                    .asSubclass(RequestStreamHandler.class)
                    .getConstructor()
                    .newInstance();
        } catch (InvocationTargetException e) {
            Throwable reason = e;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            throw new IllegalStateException("The function can't start: " + reason.getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
