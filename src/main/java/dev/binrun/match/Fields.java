package dev.binrun.match;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A map whose keys must match; other keys may be there. An empty one matches only an empty map. */
public record Fields(Map<String, Expected> fields) implements Expected {
    private static final int LONGEST = 120;

    @Override
    public void match(Actual actual, List<Mismatch> differences) {
        if (!actual.isMap()
                || fields.isEmpty() && !actual.value().getAsJsonObject().isEmpty()) {
            if (!(actual.absent() && holdsOfAbsent() && !actual.literal())) {
                actual.differs(describe(), differences);
            }
            return;
        }
        fields.forEach((key, expected) -> {
            Actual child = actual.child(key);
            boolean leftOut = child.absent() && !child.literal() && expected.holdsOfAbsent();
            if (!leftOut) {
                expected.match(child, differences);
            }
        });
    }

    /** Of a map that is not there, no key is there either. */
    @Override
    public boolean holdsOfAbsent() {
        return fields.values().stream()
                .allMatch(field -> field instanceof Absent || field instanceof Fields inner && inner.holdsOfAbsent());
    }

    @Override
    public String describe() {
        if (fields.isEmpty()) {
            return "an empty map";
        }
        String all = fields.entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue().describe())
                .collect(Collectors.joining(", ", "{", "}"));
        return all.length() <= LONGEST ? all : "a map with " + String.join(", ", fields.keySet());
    }
}
