package dev.binrun.jetstream;

import java.util.Arrays;
import java.util.Optional;

/** The reason why a verb failed. Retries depend on it, and {@code error} in a scenario is compared with its word. */
public enum Reason {
    /** No reply arrived in time. */
    TIMEOUT("timeout"),

    /** Nothing listens on the subject. */
    NO_RESPONDERS("no responders"),

    /** The requested thing does not exist, or was deleted. */
    NOT_FOUND("not found"),

    /** The connection was lost before the reply arrived, or before the request was sent. */
    CONNECTION("connection"),

    /** The client could not connect. */
    CANNOT_CONNECT("connection"),

    /** The server denied the request. */
    DENIED("denied"),

    /** The server denied the subscription for the reply: it may have carried out the request. */
    ANSWER_DENIED("denied");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    /** Returns the word that a scenario expects the reason by. */
    public String word() {
        return word;
    }

    /** Returns the word of a reason that equals a text, ignoring case; empty if none does. */
    public static Optional<String> wordLike(String text) {
        return Arrays.stream(values())
                .map(Reason::word)
                .filter(text::equalsIgnoreCase)
                .findFirst();
    }
}
