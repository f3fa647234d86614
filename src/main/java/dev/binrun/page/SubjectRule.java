package dev.binrun.page;

import java.util.Optional;
import java.util.regex.Pattern;

/** The form of subjects and names, checked before the client or the server would reject them in other words. */
final class SubjectRule {
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]");
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}.*>/\\\\]{1,255}");
    private static final int LONGEST = 4096;

    private SubjectRule() {}

    /** Returns why a text is not a subject; empty if it is one. */
    static Optional<String> problem(String subject, boolean wildcards) {
        if (subject.isEmpty() || subject.length() > LONGEST) {
            return Optional.of("must have 1 to " + LONGEST + " characters, but has " + subject.length());
        }
        if (SPACE.matcher(subject).find()) {
            return Optional.of("must not contain spaces or control characters");
        }
        String[] tokens = subject.split("\\.", -1);
        for (int i = 0; i < tokens.length; i++) {
            if (tokens[i].isEmpty()) {
                return Optional.of("must not have an empty part; check the dots");
            }
            boolean wildcard = tokens[i].equals("*") || tokens[i].equals(">");
            if (wildcard && !wildcards) {
                return Optional.of("must not contain a wildcard (" + tokens[i] + ")");
            }
            if (tokens[i].equals(">") && i < tokens.length - 1) {
                return Optional.of("can have > only at its end");
            }
        }
        return Optional.empty();
    }

    /** Returns whether a text can be the name of a stream or a consumer. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
