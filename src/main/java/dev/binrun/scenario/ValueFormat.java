package dev.binrun.scenario;

import com.google.gson.JsonObject;
import dev.binrun.form.ApiField;
import dev.binrun.form.IndexRange;
import dev.binrun.form.JsonText;
import dev.binrun.form.Quantity;
import dev.binrun.form.Size;
import dev.binrun.form.TemplateText;
import dev.binrun.verb.BackgroundName;
import dev.binrun.verb.NestedSteps;
import dev.binrun.verb.node.NetworkEndpoint;
import dev.binrun.verb.node.NodeSelector;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The formats of values, each with its words, its JSON Schema, its parser and its Java types. To add a type of value,
 * add a constant: the readers, their errors, the schema and the reference use it.
 */
public enum ValueFormat {
    /** A text that is not empty. */
    TEXT("text", "a text", "string number boolean", "", Optional::of, String.class),
    /** A text whose references can be looked up for each index; may be empty. */
    TEMPLATE("text", "a text (for a map or a list, use json)", "string number boolean null", TemplateText.class),
    TREE("a tree", "a tree", "", JsonText.class, Object.class),
    MAP("a map", "a map", "object string", JsonObject.class),
    STEPS("steps", "a list of steps", "array", NestedSteps.class),
    BOOLEAN(
            "true or false",
            "true or false",
            "boolean string",
            "true|True|TRUE|false|False|FALSE",
            ValueFormat::bool,
            boolean.class,
            Boolean.class),
    NUMBER(
            "number",
            "a whole number",
            "integer string",
            Words.WHOLE,
            Quantity::number,
            long.class,
            Long.class,
            int.class,
            Integer.class),
    SIZE("size", Words.SIZE, "integer string", Quantity.SIZE + "|" + Words.WHOLE, Quantity::bytes, Size.class),
    DURATION("duration", Words.DURATION, "string integer", "0|" + Quantity.SPAN, ValueFormat::duration, Duration.class),
    /** A duration of the JetStream API, where a number without a unit counts nanoseconds. */
    NANOSECONDS(
            "duration",
            Words.DURATION,
            "string integer",
            "-?" + Quantity.SPAN + "|" + Quantity.DECIMAL,
            Quantity::nanoseconds),
    TIME("time", "a time such as 2026-01-31T12:00:00Z", "string", Quantity.TIME, Quantity::time, Instant.class),
    INDEXES(
            "number or range",
            "a number of messages such as 50, or indexes such as 51..100",
            "integer string",
            IndexRange.PATTERN,
            IndexRange::parse,
            IndexRange.class),
    VERSION(
            "version, such as 2.12",
            "a version such as 2.10 or 2.10.29",
            "string number",
            ServerVersion.PATTERN,
            ServerVersion::parse,
            ServerVersion.class),
    BACKGROUND_NAME("name", "a text", "string number boolean", "", ValueFormat::name, BackgroundName.class),
    NODE("node", NodeSelector.FORM, "string number boolean", "", NodeSelector::parse, NodeSelector.class),
    NETWORK_END(
            "node, client or group",
            NetworkEndpoint.FORM,
            "string number boolean",
            "",
            NetworkEndpoint::parse,
            NetworkEndpoint.class);

    private static final class Words {
        private static final String WHOLE = "[-+]?[0-9]+(?:\\.0*)?(?:[eE]\\+?[0-9]{1,3})?|0x[0-9a-fA-F]+|0o[0-7]+";
        private static final String SIZE = "a number of bytes such as 1024 or 64KB";
        private static final String DURATION = "a duration such as 500ms or 1h30m";
    }

    private static final Map<Type, ValueFormat> BY_TYPE = new HashMap<>();

    static {
        for (ValueFormat format : values()) {
            format.types.forEach(type -> BY_TYPE.put(type, format));
        }
    }

    private final String label;
    private final String expected;
    private final List<String> jsonTypes;
    private final String pattern;
    private final Function<String, Optional<?>> parser;
    private final List<Class<?>> types;

    /** Creates a format that is not a scalar, or whose values are read by the binder. */
    ValueFormat(String label, String expected, String jsonTypes, Class<?>... types) {
        this(label, expected, jsonTypes, "", null, types);
    }

    ValueFormat(
            String label,
            String expected,
            String jsonTypes,
            String pattern,
            Function<String, Optional<?>> parser,
            Class<?>... types) {
        this.label = label;
        this.expected = expected;
        this.jsonTypes = List.of(jsonTypes.split(" "));
        this.pattern = pattern;
        this.parser = parser;
        this.types = List.of(types);
    }

    /** Returns the format of a Java type; empty for enums, lists, maps and the records that are written as maps. */
    public static Optional<ValueFormat> of(Type type) {
        return Optional.ofNullable(BY_TYPE.get(type));
    }

    /** Returns the format of an API field's value, or of the elements of its list or map. */
    public static ValueFormat of(ApiField.Form form) {
        return switch (form) {
            case TEXT, TEXTS, TEXT_MAP -> TEXT;
            case NUMBER, NUMBERS -> NUMBER;
            case SIZE -> SIZE;
            case BOOLEAN -> BOOLEAN;
            case DURATION, DURATIONS -> NANOSECONDS;
            case TIME -> TIME;
            case MAP, MAPS -> MAP;
        };
    }

    /** Returns the name of the format in the reference, such as {@code duration}. */
    public String label() {
        return label;
    }

    /**
     * Returns the words of an error for a value of another form, such as {@code a time such as 2026-01-31T12:00:00Z}.
     */
    public String expected() {
        return expected;
    }

    /** Returns the JSON types that a value can have in the schema; a text may always be {@code ${…}} instead. */
    public String[] jsonTypes() {
        return jsonTypes.toArray(String[]::new);
    }

    /** Returns the regular expression of a value that is written as a text; empty if any text fits. */
    public String pattern() {
        return pattern;
    }

    /** Returns whether values are numbers, which the argument's bounds apply to. */
    boolean isNumeric() {
        return this == NUMBER || this == SIZE;
    }

    /**
     * Returns the value that a text stands for, a {@link BigDecimal} for numbers; empty if the text has another form.
     */
    Optional<?> parse(String text) {
        return parser.apply(text);
    }

    private static Optional<Boolean> bool(String text) {
        return switch (text) {
            case "true", "True", "TRUE" -> Optional.of(true);
            case "false", "False", "FALSE" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static Optional<BackgroundName> name(String text) {
        return Optional.of(text).filter(name -> !name.isEmpty()).map(BackgroundName::new);
    }

    private static Optional<Duration> duration(String text) {
        return Quantity.duration(text).filter(duration -> !duration.isNegative());
    }
}
