package dev.binrun.form;

import java.util.List;

/**
 * Facts about a configuration field. The values and defaults are those of nats-server 2.14.6, and each first version is
 * the first release whose source has the field.
 *
 * @param since the first nats-server version with the field
 * @param byDefault the value that a created stream or consumer gets if a scenario omits the field, in the scenario's
 *     notation; empty if it gets none
 * @param note how the default depends on other fields, or its meaning; may be empty
 * @param words the known values; empty if the field takes any value
 * @param also the nats CLI's names of the field that differ from the API's
 * @param within the fields inside a map or the maps of a list; empty if they are unknown
 */
public record FieldFacts(
        String since, String byDefault, String note, KnownWords words, List<String> also, List<ApiField> within) {
    /** Returns facts about a field that takes any value and has no default. */
    public static FieldFacts since(String version) {
        return new FieldFacts(version, "", "", KnownWords.NONE, List.of(), List.of());
    }

    /** Returns the facts with a default. */
    public FieldFacts or(String value) {
        return new FieldFacts(since, value, note, words, also, within);
    }

    /** Returns the facts with a note on the default. */
    public FieldFacts note(String text) {
        return new FieldFacts(since, byDefault, text, words, also, within);
    }

    /** Returns the facts with known values. */
    public FieldFacts of(KnownWords values) {
        return new FieldFacts(since, byDefault, note, values, also, within);
    }

    /** Returns the facts with known values, written as for {@link KnownWords#of}. */
    public FieldFacts of(String... values) {
        return of(KnownWords.of(values));
    }

    /** Returns the facts with the nats CLI's names of the field. */
    public FieldFacts also(String... names) {
        return new FieldFacts(since, byDefault, note, words, List.of(names), within);
    }

    /** Returns the facts with the fields inside the field. */
    public FieldFacts within(List<ApiField> fields) {
        return new FieldFacts(since, byDefault, note, words, also, fields);
    }

    /**
     * Returns the default with its note, as {@code 30s (with ack_policy explicit or all)}; empty if there is neither.
     */
    public String shownDefault() {
        return byDefault.isEmpty() || note.isEmpty() ? byDefault + note : byDefault + " (" + note + ")";
    }
}
