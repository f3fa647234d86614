package dev.binrun.jetstream;

import java.util.Arrays;
import java.util.Optional;

/** The reason why a verb failed. Decisions rest on it, and a word in {@code error} is compared with its word. */
public enum Reason {
    /** No answer arrived in time. */
    TIMEOUT("timeout"),

    /** Nothing listens on the subject. */
    NO_RESPONDERS("no responders"),

    /** The requested thing does not exist, or was deleted. */
    NOT_FOUND("not found"),

    /** The connection was lost before the answer arrived, or was not there. */
    CONNECTION("connection"),

    /** The client could not connect. */
    CANNOT_CONNECT("connection"),

    /** The server denied the request. */
    DENIED("denied"),

    /** The server denied the subscription for the answer: it may have carried out the request. */
    ANSWER_DENIED("denied");

    private final String word;

    Reason(String word) {
        this.word = word;
    }

    /** The word that a scenario expects it by. */
    public String word() {
        return word;
    }

    /** Returns the word of a reason that equals this text, ignoring case. */
    public static Optional<String> wordLike(String text) {
        return Arrays.stream(values())
                .map(Reason::word)
                .filter(text::equalsIgnoreCase)
                .findFirst();
    }
}
