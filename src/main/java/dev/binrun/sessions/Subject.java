package dev.binrun.sessions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A subject with its wildcards: {@code *} stands for one token, {@code >} at the end for one or more. */
record Subject(List<String> tokens) {
    /** The server's default. */
    private static final int CONTROL_LINE = 4096;

    /** For the rest of the line: the verb, the prefix of the API or of an acknowledgement, the reply subject, the sizes. */
    private static final int REST_OF_LINE = 300;

    static Subject of(String text) {
        return new Subject(List.of(text.split("\\.", -1)));
    }

    /** Reads a subscription. */
    static Subject parse(String text) throws BadEntryException {
        Subject subject = of(text);
        for (int i = 0; i < subject.tokens.size(); i++) {
            String token = subject.tokens.get(i);
            if (token.isEmpty()) {
                throw new BadEntryException("subject " + TerminalText.quoted(text) + " has an empty token");
            }
            if (token.chars().anyMatch(c -> c <= ' ' || c == 0x7f || Character.isWhitespace(c))) {
                throw new BadEntryException(
                        "subject " + TerminalText.quoted(text) + " holds a blank or a control character");
            }
            if (token.length() > 1 && (token.contains("*") || token.contains(">"))) {
                throw new BadEntryException("subject " + TerminalText.quoted(text) + " has a wildcard inside the token "
                        + TerminalText.quoted(token) + "; a wildcard is a token of its own");
            }
            if (token.equals(">") && i < subject.tokens.size() - 1) {
                throw new BadEntryException("subject " + TerminalText.quoted(text) + " has > before its last token");
            }
        }
        return subject;
    }

    /** The length in the protocol. */
    int bytes() {
        return toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Throws if the request that makes a consumer with this filter, or a message that it delivers, has a protocol line that the server
     * does not take.
     *
     * @param consumer the consumer's name
     */
    void requireRoom(String consumer) throws BadEntryException {
        int most = CONTROL_LINE - REST_OF_LINE - consumer.length();
        if (bytes() > most) {
            throw new BadEntryException("subject " + TerminalText.quoted(toString()) + " has " + bytes()
                    + " bytes, and with this key a subject has at most " + most + " (max_control_line is "
                    + CONTROL_LINE + ")");
        }
    }

    boolean hasWildcard() {
        return tokens.contains("*") || tokens.contains(">");
    }

    /** Whether every subject that the other stands for is one of this. */
    boolean covers(Subject other) {
        for (int i = 0; i < tokens.size(); i++) {
            String mine = tokens.get(i);
            if (i >= other.tokens.size()) {
                return false;
            }
            String its = other.tokens.get(i);
            if (mine.equals(">")) {
                return true;
            }
            if (its.equals(">") || !mine.equals("*") && !mine.equals(its)) {
                return false;
            }
        }
        return tokens.size() == other.tokens.size();
    }

    /** Whether some subject is one of both. */
    boolean meets(Subject other) {
        for (int i = 0; i < Math.min(tokens.size(), other.tokens.size()); i++) {
            String mine = tokens.get(i);
            String its = other.tokens.get(i);
            if (mine.equals(">") || its.equals(">")) {
                return true;
            }
            if (!mine.equals("*") && !its.equals("*") && !mine.equals(its)) {
                return false;
            }
        }
        return tokens.size() == other.tokens.size();
    }

    /** The narrowest subject that covers both, of two that meet. */
    Subject join(Subject other) {
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < Math.min(tokens.size(), other.tokens.size()); i++) {
            String mine = tokens.get(i);
            String its = other.tokens.get(i);
            if (mine.equals(">") || its.equals(">")) {
                joined.add(">");
                break;
            }
            joined.add(mine.equals(its) ? mine : "*");
        }
        return new Subject(joined);
    }

    @Override
    public String toString() {
        return String.join(".", tokens);
    }
}
