package dev.imappoller.poller;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Typed access to an item's attributes, which people write and may get wrong: what can't be used is noted as a problem,
 * named, and read as absent. A value is a String, BigDecimal, Boolean, Map, List or something else; DynamoDB's NULL is no value.
 */
final class Attributes {
    private final Map<String, Object> values;
    private final String prefix;
    private final List<String> problems;

    Attributes(Map<String, Object> values) {
        this(values, "", new ArrayList<>());
    }

    private Attributes(Map<String, Object> values, String prefix, List<String> problems) {
        this.values = Map.copyOf(values);
        this.prefix = prefix;
        this.problems = problems;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    void problem(String attribute, String whatIsWrong) {
        problems.add(prefix + attribute + " " + whatIsWrong);
    }

    boolean has(String attribute) {
        return values.containsKey(attribute);
    }

    /** A required text without the white space around it; an empty one counts as missing. */
    String required(String attribute, String example) {
        Optional<String> text = text(attribute, example);
        if (text.isEmpty() && !has(attribute)) {
            problem(attribute, "is missing: " + example);
        }
        return text.orElse("");
    }

    Optional<String> text(String attribute, String example) {
        Optional<String> text = verbatim(attribute, example).map(String::strip);
        if (text.isPresent() && text.get().isEmpty()) {
            problem(attribute, "is empty: " + example);
            return Optional.empty();
        }
        if (text.isPresent() && text.get().chars().anyMatch(Character::isISOControl)) {
            problem(attribute, "holds a control character or line break: " + example);
            return Optional.empty();
        }
        return text;
    }

    /** A text exactly as it stands in the item. */
    Optional<String> verbatim(String attribute, String example) {
        return value(attribute, String.class, "must be a string (S): " + example);
    }

    /** A reference to a secret that is kept elsewhere. */
    Optional<SecretReference> reference(String attribute) {
        return text(attribute, SecretReference.EXAMPLE).flatMap(text -> {
            try {
                return Optional.of(SecretReference.parse(text));
            } catch (IllegalArgumentException e) {
                problem(attribute, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }

    /** The entries of a map (M), with their names written as {@code attribute.name} in problems; empty if there is no map. */
    Optional<Attributes> map(String attribute, String shape) {
        return this.<Map<?, ?>>value(attribute, map(), shape).map(map -> {
            Map<String, Object> entries = new HashMap<>();
            map.forEach((name, entry) -> entries.put((String) name, entry));
            return new Attributes(entries, prefix + attribute + ".", problems);
        });
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean flag(String attribute, boolean otherwise) {
        return value(attribute, Boolean.class, "must be a boolean (BOOL), true or false")
                .orElse(otherwise);
    }

    Optional<Long> number(String attribute, long from, long to) {
        String range = "must be a whole number (N) from " + from + " to " + to;
        return value(attribute, BigDecimal.class, range).flatMap(number -> {
            Optional<Long> whole = whole(number).filter(n -> n >= from && n <= to);
            if (whole.isEmpty()) {
                problem(attribute, range + ", not " + number.toPlainString());
            }
            return whole;
        });
    }

    /** The whole numbers of a list (L of N) or number set (NS). */
    List<Integer> numbers(String attribute, int from, int to) {
        String shape = "must be a list (L) of numbers (N) from " + from + " to " + to;
        List<Integer> numbers = new ArrayList<>();
        for (Object element :
                this.<Collection<?>>value(attribute, collection(), shape).orElse(List.of())) {
            Optional<Long> whole = element instanceof BigDecimal number ? whole(number) : Optional.empty();
            if (whole.filter(n -> n >= from && n <= to).isEmpty()) {
                problem(attribute, shape);
                return List.of();
            }
            numbers.add(whole.get().intValue());
        }
        return numbers;
    }

    /** The entries of a map (M) of strings (S). */
    Map<String, String> texts(String attribute) {
        String shape = "must be a map (M) of strings (S)";
        Map<?, ?> map = this.<Map<?, ?>>value(attribute, map(), shape).orElse(Map.of());
        if (!map.values().stream().allMatch(String.class::isInstance)) {
            problem(attribute, shape);
            return Map.of();
        }
        return map.entrySet().stream()
                .collect(java.util.stream.Collectors.toUnmodifiableMap(
                        e -> (String) e.getKey(), e -> (String) e.getValue()));
    }

    private <T> Optional<T> value(String attribute, Class<? extends T> type, String otherwise) {
        if (!values.containsKey(attribute)) {
            return Optional.empty();
        }
        Object value = values.get(attribute);
        if (type.isInstance(value)) {
            return Optional.of(type.cast(value));
        }
        problem(attribute, otherwise);
        return Optional.empty();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Class<? extends Collection<?>> collection() {
        return (Class) Collection.class;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Class<? extends Map<?, ?>> map() {
        return (Class) Map.class;
    }

    private static Optional<Long> whole(BigDecimal number) {
        if (number.precision() - number.scale() > 18) {
            return Optional.empty(); // Also keeps 1E+999999 from being written out.
        }
        try {
            BigInteger whole = number.toBigIntegerExact();
            return Optional.of(whole.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }
}
