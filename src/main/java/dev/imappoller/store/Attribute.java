package dev.imappoller.store;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Turns DynamoDB's attribute values into plain Java ones. */
final class Attribute {
    private Attribute() {}

    /** The attributes as String, BigDecimal, Boolean, Map or List; NULL is left out, and binary stays what it is. */
    static Map<String, Object> plainValues(Map<String, AttributeValue> attributes) {
        Map<String, Object> plain = new HashMap<>();
        attributes.forEach((name, value) -> {
            if (value.type() != AttributeValue.Type.NUL) {
                plain.put(name, plain(value));
            }
        });
        return plain;
    }

    private static Object plain(AttributeValue value) {
        return switch (value.type()) {
            case S -> value.s();
            case N -> new BigDecimal(value.n());
            case BOOL -> value.bool();
            case M -> plainValues(value.m());
            case L -> value.l().stream().map(Attribute::plain).toList();
            case NS -> value.ns().stream().map(BigDecimal::new).toList();
            case SS -> List.copyOf(value.ss());
            case B, BS, NUL, UNKNOWN_TO_SDK_VERSION -> value;
        };
    }
}
