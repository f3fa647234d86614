package dev.binrun.check;

import dev.binrun.history.NameTable;
import java.util.Arrays;
import java.util.List;

/** Which subjects some filters take; each subject is held against them once. */
final class Subjects {
    private final NameTable names;
    private final List<String> filters;
    private byte[] known = {};

    /** @param filters empty for all */
    Subjects(NameTable names, List<String> filters) {
        this.names = names;
        this.filters = filters;
    }

    /** @param filter empty for all */
    static Subjects of(NameTable names, String filter) {
        return new Subjects(names, filter.isEmpty() ? List.of() : List.of(filter));
    }

    /** Whether a filter is for one subject only. */
    static boolean isLiteral(String filter) {
        return !filter.isEmpty() && !filter.contains("*") && !filter.endsWith(">");
    }

    boolean take(int subject) {
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

    static boolean matches(String filter, String subject) {
        String[] wanted = filter.split("\\.", -1);
        String[] there = subject.split("\\.", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals(">")) {
                return i < there.length;
            }
            if (i >= there.length || !wanted[i].equals("*") && !wanted[i].equals(there[i])) {
                return false;
            }
        }
        return wanted.length == there.length;
    }
}
