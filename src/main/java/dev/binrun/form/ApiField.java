package dev.binrun.form;

import java.util.List;
import java.util.Locale;

/**
 * A field of a configuration in the JetStream API: its name and the form of its value. Its meaning is left to the
 * server.
 */
public interface ApiField {
    /** Returns the name of the enum constant, or of the field. */
    String name();

    /** Returns the field's name in the API. */
    default String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the nats CLI's names of the field that differ from the API's. */
    default List<String> also() {
        return facts().also();
    }

    /** Returns the form of the field's value. */
    Form form();

    /** Returns the field's default, its known values, its other names and the first nats-server version with it. */
    FieldFacts facts();

    /** Returns the fields inside a {@link Form#MAP} or {@link Form#MAPS}; empty if they are unknown. */
    default List<ApiField> within() {
        return facts().within();
    }

    /** The forms that values take in the API. */
    enum Form {
        TEXT,
        TEXTS,
        NUMBER,
        NUMBERS,
        /** A number of bytes, messages or the like; also {@code 64MB}. */
        SIZE,
        BOOLEAN,
        /** Nanoseconds in the API, {@code 1m30s} in a scenario. */
        DURATION,
        DURATIONS,
        /** RFC 3339. */
        TIME,
        /** A map from text to text, such as {@code metadata}. */
        TEXT_MAP,
        MAP,
        MAPS
    }
}
