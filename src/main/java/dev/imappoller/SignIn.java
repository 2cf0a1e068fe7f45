package dev.imappoller;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.imappoller.oauth.AuthorizeResult;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;

/**
 * In a report: where a person grants access.
 *
 * @param url the page to open
 * @param code what is to be typed there, by the device flow
 */
@RegisterForReflection
@JsonInclude(Include.NON_ABSENT)
public record SignIn(String url, Optional<String> code) {
    static SignIn of(AuthorizeResult.ToOpen page) {
        return new SignIn(page.url(), page.code());
    }
}
