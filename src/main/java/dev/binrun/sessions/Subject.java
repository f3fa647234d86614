package dev.binrun.sessions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A subject, possibly with wildcards: {@code *} for one token, {@code >} at the end for one or more tokens. */
record Subject(List<String> tokens) {
    /** The server's default max_control_line. */
    private static final int CONTROL_LINE = 4096;

    /**
     * Room for the rest of the line: the verb, the prefix of the API or of an acknowledgement, the reply subject, the
     * sizes.
     */
    private static final int REST_OF_LINE = 300;

    /** Splits a subject, without a check. */
    static Subject of(String text) {
        return new Subject(List.of(text.split("\\.", -1)));
    }

    /**
     * Parses a subject.
     *
     * @throws BadEntryException if the subject is not valid in NATS
     */
    static Subject parse(String text) throws BadEntryException {
        Subject subject = of(text);
        for (int i = 0; i < subject.tokens.size(); i++) {
            String token = subject.tokens.get(i);
            if (token.isEmpty()) {
                throw new BadEntryException("subject " + TerminalText.quoted(text) + " has an empty token");
            }
            if (token.chars().anyMatch(c -> c <= ' ' || c == 0x7f || Character.isWhitespace(c))) {
                throw new BadEntryException(
                        "subject " + TerminalText.quoted(text) + " contains whitespace or a control character");
            }
            if (token.length() > 1 && (token.contains("*") || token.contains(">"))) {
                throw new BadEntryException("subject " + TerminalText.quoted(text) + " has a wildcard inside the token "
                        + TerminalText.quoted(token) + "; a wildcard must be a whole token");
            }
            if (token.equals(">") && i < subject.tokens.size() - 1) {
                throw new BadEntryException("subject " + TerminalText.quoted(text) + " has > before its last token");
            }
        }
        return subject;
    }

    /** Returns the length in UTF-8. */
    int bytes() {
        return toString().getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * Checks that the protocol lines of a consumer with this filter, and of its messages, are not too long for the
     * server.
     *
     * @param consumer the consumer's name
     * @throws BadEntryException if a line would be too long
     */
    void requireRoom(String consumer) throws BadEntryException {
        int most = CONTROL_LINE - REST_OF_LINE - consumer.length();
        if (bytes() > most) {
            throw new BadEntryException("subject " + TerminalText.quoted(toString()) + " has " + bytes()
                    + " bytes, and with this key a subject has at most " + most + " (max_control_line is "
                    + CONTROL_LINE + ")");
        }
    }

    /** Returns whether the subject contains a wildcard. */
    boolean hasWildcard() {
        return tokens.contains("*") || tokens.contains(">");
    }

    /** Returns whether this subject matches every subject that the other matches. */
    boolean covers(Subject other) {
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (i >= other.tokens.size()) {
                return false;
            }
            String otherToken = other.tokens.get(i);
            if (token.equals(">")) {
                return true;
            }
            if (otherToken.equals(">") || !token.equals("*") && !token.equals(otherToken)) {
                return false;
            }
        }
        return tokens.size() == other.tokens.size();
    }

    /** Returns whether both match a common subject. */
    boolean meets(Subject other) {
        for (int i = 0; i < Math.min(tokens.size(), other.tokens.size()); i++) {
            String token = tokens.get(i);
            String otherToken = other.tokens.get(i);
            if (token.equals(">") || otherToken.equals(">")) {
                return true;
            }
            if (!token.equals("*") && !otherToken.equals("*") && !token.equals(otherToken)) {
                return false;
            }
        }
        return tokens.size() == other.tokens.size();
    }

    /** Returns the narrowest subject that covers both; they must match a common subject. */
    Subject join(Subject other) {
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < Math.min(tokens.size(), other.tokens.size()); i++) {
            String token = tokens.get(i);
            String otherToken = other.tokens.get(i);
            if (token.equals(">") || otherToken.equals(">")) {
                joined.add(">");
                break;
            }
            joined.add(token.equals(otherToken) ? token : "*");
        }
        return new Subject(joined);
    }

    @Override
    public String toString() {
        return String.join(".", tokens);
    }
}
