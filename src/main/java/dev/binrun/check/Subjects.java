package dev.binrun.check;

import dev.binrun.history.NameTable;
import java.util.Arrays;
import java.util.List;

/** The subjects that match some filters. Each subject is compared only once. */
final class Subjects {
    private final NameTable names;
    private final List<String> filters;

    /** By the number of the subject: 0 if unknown, 1 if it matches, 2 if not. */
    private byte[] known = {};

    /** @param filters empty for all subjects */
    Subjects(NameTable names, List<String> filters) {
        this.names = names;
        this.filters = filters;
    }

    /** Returns the subjects that match one filter; all subjects if it is empty. */
    static Subjects of(NameTable names, String filter) {
        return new Subjects(names, filter.isEmpty() ? List.of() : List.of(filter));
    }

    /** Returns whether a filter matches a single subject. */
    static boolean isLiteral(String filter) {
        return !filter.isEmpty() && !filter.contains("*") && !filter.endsWith(">");
    }

    /** Returns whether a subject matches one of the filters. */
    boolean contain(int subject) {
        if (filters.isEmpty()) {
            return true;
        }
        if (subject >= known.length) {
            known = Arrays.copyOf(known, Math.max(subject + 1, names.size()));
        }
        if (known[subject] == 0) {
            String name = names.name(subject);
            known[subject] = (byte) (filters.stream().anyMatch(filter -> matches(filter, name)) ? 1 : 2);
        }
        return known[subject] == 1;
    }

    /** Returns whether a subject matches a filter with the wildcards {@code *} and {@code >}. */
    static boolean matches(String filter, String subject) {
        String[] wanted = filter.split("\\.", -1);
        String[] tokens = subject.split("\\.", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals(">")) {
                return i < tokens.length;
            }
            if (i >= tokens.length || !wanted[i].equals("*") && !wanted[i].equals(tokens[i])) {
                return false;
            }
        }
        return wanted.length == tokens.length;
    }
}
