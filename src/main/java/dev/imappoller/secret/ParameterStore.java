package dev.imappoller.secret;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.secret.FetchedSecret.Reason;
import dev.imappoller.secret.FetchedSecret.Unavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Secrets in the Systems Manager Parameter Store, decrypted. */
final class ParameterStore implements SecretService {
    /** What GetParameters takes. */
    private static final int MOST = 10;

    private final Supplier<SsmClient> client;

    /** @param client asked for at the first reference, so that a function without any doesn't pay for it */
    ParameterStore(Supplier<SsmClient> client) {
        this.client = client;
    }

    @Override
    public int most() {
        return MOST;
    }

    /** One name that must not be read, or can't be decrypted, fails the call for all: then each is asked for by itself. */
    @Override
    public Map<String, FetchedSecret> fetch(List<String> names) {
        try {
            return together(names);
        } catch (SdkException e) {
            Unavailable why = AwsErrors.of(e);
            Map<String, FetchedSecret> fetched = new HashMap<>();
            boolean apart = names.size() > 1 && !why.reason().isPassing();
            names.forEach(name -> fetched.put(name, apart ? fetch(List.of(name)).get(name) : why));
            return fetched;
        }
    }

    @Override
    public Optional<Unavailable> write(String name, Secret text) {
        try {
            client.get()
                    .putParameter(request -> request.name(name)
                            .value(text.reveal())
                            .overwrite(true)
                            .type(type(name)));
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(AwsErrors.of(e));
        }
    }

    @Override
    public Optional<Unavailable> create(String name, Secret text) {
        try {
            client.get()
                    .putParameter(
                            request -> request.name(name).value(text.reveal()).type(ParameterType.SECURE_STRING));
            return Optional.empty();
        } catch (SdkException e) {
            return Optional.of(AwsErrors.of(e));
        }
    }

    private String type(String name) {
        return client.get()
                .getParameter(request -> request.name(name).withDecryption(false))
                .parameter()
                .typeAsString();
    }

    private Map<String, FetchedSecret> together(List<String> names) {
        GetParametersResponse answer =
                client.get().getParameters(request -> request.names(names).withDecryption(true));
        Map<String, FetchedSecret> fetched = new HashMap<>();
        names.forEach(name -> fetched.put(name, new Unavailable(Reason.NOT_FOUND)));
        for (Parameter parameter : answer.parameters()) {
            fetched.replace(parameter.name(), new FetchedSecret.Value(new Secret(parameter.value())));
        }
        return fetched;
    }
}
