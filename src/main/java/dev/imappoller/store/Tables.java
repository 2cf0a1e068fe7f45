package dev.imappoller.store;

import dev.imappoller.poller.PollerTable.TableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** What both tables have in common. */
final class Tables {
    private Tables() {}

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /**
     * Says that a table can't be used.
     *
     * @param variable the environment variable that names it
     * @param how read or written
     */
    static TableException unusable(String table, String variable, String how, SdkException e) {
        if (e instanceof ResourceNotFoundException) {
            return new TableException("There is no table " + table + ". Check " + variable + " and the region.", e);
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return new TableException("The table " + table + " can't be " + how + ": " + message, e);
    }
}
