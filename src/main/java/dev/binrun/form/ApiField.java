package dev.binrun.form;

/** A field of a configuration in the JetStream API: its name and the form of its value, not its meaning; that is the server's. */
public interface ApiField {
    /** The field's name in the API. */
    String field();

    /** The form of its value. */
    Form form();

    /** The fields within, where the form is {@link Form#MAP} or {@link Form#MAPS} and they are known. */
    ApiField[] within();

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
