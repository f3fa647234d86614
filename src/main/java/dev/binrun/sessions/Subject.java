package dev.binrun.sessions;

import java.util.ArrayList;
import java.util.List;

/** A subject with its wildcards: {@code *} stands for one token, {@code >} at the end for one or more. */
record Subject(List<String> tokens) {

    static Subject of(String text) {
        return new Subject(List.of(text.split("\\.", -1)));
    }

    /** Reads a subscription. */
    static Subject parse(String text) throws BadEntryException {
        Subject subject = of(text);
        for (int i = 0; i < subject.tokens.size(); i++) {
            String token = subject.tokens.get(i);
            if (token.isEmpty()) {
                throw new BadEntryException("subject " + Harmless.quoted(text) + " has an empty token");
            }
            if (token.chars().anyMatch(c -> c <= ' ' || c == 0x7f || Character.isWhitespace(c))) {
                throw new BadEntryException(
                        "subject " + Harmless.quoted(text) + " holds a blank or a control character");
            }
            if (token.length() > 1 && (token.contains("*") || token.contains(">"))) {
                throw new BadEntryException("subject " + Harmless.quoted(text) + " has a wildcard inside the token "
                        + Harmless.quoted(token) + "; a wildcard is a token of its own");
            }
            if (token.equals(">") && i < subject.tokens.size() - 1) {
                throw new BadEntryException("subject " + Harmless.quoted(text) + " has > before its last token");
            }
        }
        return subject;
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
