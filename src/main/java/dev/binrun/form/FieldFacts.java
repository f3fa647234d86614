package dev.binrun.form;

/**
 * Facts about a configuration field. The values and defaults are those of nats-server 2.14.6, and each first version is
 * the first release whose source has the field.
 *
 * @param since the first nats-server version with the field
 * @param byDefault the value that a created stream or consumer gets if a scenario omits the field, in the scenario's
 *     notation; empty if it gets none
 * @param note how the default depends on other fields, or its meaning; may be empty
 * @param words the known values; empty if the field takes any value
 */
public record FieldFacts(String since, String byDefault, String note, KnownWords words) {
    /** Returns facts about a field that takes any value and has no default. */
    public static FieldFacts since(String version) {
        return new FieldFacts(version, "", "", KnownWords.NONE);
    }

    /** Returns the facts with a default. */
    public FieldFacts or(String value) {
        return new FieldFacts(since, value, note, words);
    }

    /** Returns the facts with a note on the default. */
    public FieldFacts note(String text) {
        return new FieldFacts(since, byDefault, text, words);
    }

    /** Returns the facts with known values. */
    public FieldFacts of(KnownWords values) {
        return new FieldFacts(since, byDefault, note, values);
    }

    /** Returns the facts with known values, written as for {@link KnownWords#of}. */
    public FieldFacts of(String... values) {
        return of(KnownWords.of(values));
    }

    /**
     * Returns the default with its note, as {@code 30s (with ack_policy explicit or all)}; empty if there is neither.
     */
    public String shownDefault() {
        return byDefault.isEmpty() || note.isEmpty() ? byDefault + note : byDefault + " (" + note + ")";
    }
}
