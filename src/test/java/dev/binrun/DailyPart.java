package dev.binrun;

import java.util.List;
import java.util.stream.IntStream;

/** The part of a long list of cases that {@code -Dbinrun.part} names, such as {@code 1/5}; all if it is not set. */
public final class DailyPart {
    private DailyPart() {}

    /** Returns the cases of this part. All parts together have each case once. */
    public static <T> List<T> of(List<T> cases) {
        String[] part = System.getProperty("binrun.part", "1/1").split("/");
        int parts = Integer.parseInt(part[1]);
        int first = Integer.parseInt(part[0]) - 1;
        return IntStream.iterate(first, i -> i < cases.size(), i -> i + parts)
                .mapToObj(cases::get)
                .toList();
    }
}
