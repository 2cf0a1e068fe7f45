package dev.imappoller.poller.item;

import dev.imappoller.poller.credential.Secret;
import dev.imappoller.poller.credential.SecretReference;
import dev.imappoller.poller.credential.SecretSource;
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

    void problem(ItemAttribute attribute, String whatIsWrong) {
        problem(attribute.attribute(), whatIsWrong);
    }

    /** The same for a name that is no known attribute. */
    void problem(String name, String whatIsWrong) {
        problems.add(prefix + name + " " + whatIsWrong);
    }

    boolean has(ItemAttribute attribute) {
        return values.containsKey(attribute.attribute());
    }

    /** A required text without the white space around it; an empty one counts as missing. */
    String required(ItemAttribute attribute) {
        Optional<String> text = text(attribute);
        if (text.isEmpty() && !has(attribute)) {
            problem(attribute, "is missing: " + attribute.shape());
        }
        return text.orElse("");
    }

    /** A text without the white space around it. */
    Optional<String> text(ItemAttribute attribute) {
        Optional<String> text = verbatim(attribute).map(String::strip);
        if (text.isPresent() && text.get().isEmpty()) {
            problem(attribute, "is empty: " + attribute.shape());
            return Optional.empty();
        }
        if (text.isPresent() && text.get().chars().anyMatch(Character::isISOControl)) {
            problem(attribute, "holds a control character or line break: " + attribute.shape());
            return Optional.empty();
        }
        return text;
    }

    /** The same with the attribute's default. */
    String textOrDefault(ItemAttribute attribute) {
        return text(attribute).orElse(attribute.absent());
    }

    /** A text exactly as it stands in the item. */
    Optional<String> verbatim(ItemAttribute attribute) {
        return value(attribute, String.class, "must be a string (S): " + attribute.shape());
    }

    /** A reference to a secret that is kept elsewhere. */
    Optional<SecretReference> reference(ItemAttribute attribute) {
        return text(attribute).flatMap(text -> {
            try {
                return Optional.of(SecretReference.parse(text));
            } catch (IllegalArgumentException e) {
                problem(attribute, String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        });
    }

    /** The entries of a map (M), with their names written as {@code attribute.name} in problems; empty if there is no map. */
    Optional<Attributes> map(ItemAttribute attribute) {
        return this.<Map<?, ?>>value(attribute, map(), "must be " + attribute.shape())
                .map(map -> within(map, attribute.attribute()));
    }

    /** The entries of a map (M), or of several in a list (L). */
    List<Attributes> maps(ItemAttribute attribute) {
        Object value = values.getOrDefault(attribute.attribute(), Map.of());
        if (!(value instanceof Collection<?> several)) {
            return map(attribute).stream().toList();
        }
        List<Attributes> maps = new ArrayList<>();
        for (Object element : several) {
            if (element instanceof Map<?, ?> map) {
                maps.add(within(map, attribute.attribute() + "[" + maps.size() + "]"));
            }
        }
        if (maps.isEmpty() || maps.size() < several.size()) {
            problem(attribute, "must be " + attribute.shape());
            return List.of();
        }
        return maps;
    }

    /** @param place how problems name the map */
    private Attributes within(Map<?, ?> map, String place) {
        Map<String, Object> entries = new HashMap<>();
        map.forEach((name, entry) -> entries.put((String) name, entry));
        return new Attributes(entries, prefix + place + ".", problems);
    }

    /** A string (S), or those of a list (L) or string set (SS), exactly as they stand in the item. */
    List<String> oneOrMore(String name, String shape) {
        Optional<Object> value = Optional.ofNullable(values.get(name));
        Collection<?> all = value.filter(Collection.class::isInstance)
                .<Collection<?>>map(collection()::cast)
                .orElseGet(() -> value.stream().toList());
        List<String> texts = all.stream()
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .toList();
        if (value.isPresent() && texts.isEmpty() || texts.size() < all.size()) {
            problem(name, "must be " + shape);
            return List.of();
        }
        return texts;
    }

    Set<String> names() {
        return values.keySet();
    }

    boolean flag(ItemAttribute attribute) {
        return value(attribute, Boolean.class, "must be " + attribute.shape())
                .orElseGet(() -> Boolean.parseBoolean(attribute.absent()));
    }

    Optional<Long> number(ItemAttribute attribute) {
        String shape = "must be " + attribute.shape();
        return value(attribute, BigDecimal.class, shape).flatMap(number -> {
            Optional<Long> whole = whole(number).filter(attribute::admits);
            if (whole.isEmpty()) {
                problem(attribute, shape + ", not " + number.toPlainString());
            }
            return whole;
        });
    }

    /** A number, or else the attribute's default. */
    long numberOrDefault(ItemAttribute attribute) {
        return number(attribute).orElseGet(() -> Long.parseLong(attribute.absent()));
    }

    /** The whole numbers of a list (L of N) or number set (NS). */
    List<Integer> numbers(ItemAttribute attribute) {
        String shape = "must be " + attribute.shape();
        List<Integer> numbers = new ArrayList<>();
        for (Object element :
                this.<Collection<?>>value(attribute, collection(), shape).orElse(List.of())) {
            Optional<Long> whole = element instanceof BigDecimal number ? whole(number) : Optional.empty();
            if (whole.filter(attribute::admits).isEmpty()) {
                problem(attribute, shape);
                return List.of();
            }
            numbers.add(whole.get().intValue());
        }
        return numbers;
    }

    /** The entries of a map (M) of strings (S). */
    Map<String, String> texts(ItemAttribute attribute) {
        String shape = "must be " + attribute.shape();
        Map<?, ?> map = this.<Map<?, ?>>value(attribute, map(), shape).orElse(Map.of());
        if (!map.values().stream().allMatch(String.class::isInstance)) {
            problem(attribute, shape);
            return Map.of();
        }
        return map.entrySet().stream()
                .collect(java.util.stream.Collectors.toUnmodifiableMap(
                        e -> (String) e.getKey(), e -> (String) e.getValue()));
    }

    private <T> Optional<T> value(ItemAttribute attribute, Class<? extends T> type, String otherwise) {
        if (!has(attribute)) {
            return Optional.empty();
        }
        Object value = values.get(attribute.attribute());
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
            return Optional.empty(); // This check also prevents writing out 1E+999999.
        }
        try {
            BigInteger whole = number.toBigIntegerExact();
            return Optional.of(whole.longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A secret that is given in the map, or kept elsewhere. */
    Optional<SecretSource> source(ItemAttribute given, ItemAttribute kept) {
        if (has(given) && has(kept)) {
            problem(kept, "can't stand beside " + given.attribute() + ": keep one of them");
        }
        Optional<SecretSource> reference = reference(kept).map(SecretSource.Kept::new);
        Optional<SecretSource> value = text(given).map(text -> new SecretSource.Given(new Secret(text)));
        return reference.or(() -> value);
    }
}
