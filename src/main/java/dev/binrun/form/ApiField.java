package dev.binrun.form;

import java.util.List;
import java.util.Locale;

/** A field of a configuration in the JetStream API: its name and the form of its value, not its meaning; that is the server's. */
public interface ApiField {
    /** The name of the constant, or the field's own. */
    String name();

    /** The field's name in the API. */
    default String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The words of the nats CLI for it, where they are others. */
    default List<String> also() {
        return List.of();
    }

    /** The form of its value. */
    Form form();

    /** Returns the field's default, its known values and the first nats-server version with it. */
    FieldFacts facts();

    /** The fields within, where the form is {@link Form#MAP} or {@link Form#MAPS} and they are known. */
    default ApiField[] within() {
        return new ApiField[0];
    }

    /** The forms that values take in the API. */
    enum Form {
        TEXT,
        TEXTS,
        NUMBER,
        NUMBERS,
        /** A number of bytes or of things; {@code 64MB} is taken too. */
        SIZE,
        BOOLEAN,
        /** Nanoseconds in the API, {@code 1m30s} in a scenario. */
        DURATION,
        DURATIONS,
        /** RFC 3339. */
        TIME,
        /** Text by text, as {@code metadata}. */
        TEXT_MAP,
        MAP,
        MAPS
    }
}
