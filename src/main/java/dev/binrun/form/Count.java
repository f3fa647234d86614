package dev.binrun.form;

/** Counted things in a message, with the singular for exactly one. */
public final class Count {
    private Count() {}

    /** Returns a number with its noun: {@code 1 message}, {@code 2 messages}, {@code 0 messages}. */
    public static String of(long count, String noun) {
        return of(count, noun, noun + "s");
    }

    /** Returns a number with words that do not only differ by an s: {@code 1 message is}, {@code 2 messages are}. */
    public static String of(long count, String singular, String plural) {
        return count + " " + form(count, singular, plural);
    }

    /** Returns the words for a number that is written elsewhere: the singular for 1, else the plural. */
    public static String form(long count, String singular, String plural) {
        return count == 1 ? singular : plural;
    }
}
