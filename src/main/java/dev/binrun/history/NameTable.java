package dev.binrun.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers for names, so that a row of the history has a fixed size; 0 is the empty name. Safe for use by several
 * threads.
 */
public final class NameTable {
    private final ConcurrentHashMap<String, Integer> numbers = new ConcurrentHashMap<>();
    private final List<String> names = new ArrayList<>(List.of(""));

    /** Returns the number of a name, and adds the name if it is new. */
    public int number(String name) {
        Integer known = numbers.get(name);
        return known != null ? known : name.isEmpty() ? 0 : numbers.computeIfAbsent(name, this::add);
    }

    /** Returns the number of a name; -1, which no operation has, if the name is unknown. */
    public int find(String name) {
        return name.isEmpty() ? 0 : numbers.getOrDefault(name, -1);
    }

    /** Returns the name with a number. */
    public String name(int number) {
        synchronized (names) {
            return names.get(number);
        }
    }

    /** Returns one more than the greatest number. */
    public int size() {
        synchronized (names) {
            return names.size();
        }
    }

    private int add(String name) {
        synchronized (names) {
            names.add(name);
            return names.size() - 1;
        }
    }
}
