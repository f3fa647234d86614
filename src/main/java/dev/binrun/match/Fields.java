package dev.binrun.match;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Expects a map with matching keys, beside which it can have others. Without keys, only an empty map matches.
 *
 * @param fields the expected values by key
 */
public record Fields(Map<String, Expected> fields) implements Expected {
    private static final int LONGEST = 120;
    private static final int SHOWN_BYTES = 40;

    @Override
    public void match(Actual actual, Differences differences) {
        if (!actual.isMap()
                || fields.isEmpty() && !actual.value().getAsJsonObject().isEmpty()) {
            if (!(actual.absent() && holdsOfAbsent() && !actual.literal())) {
                other(actual, differences);
            }
            return;
        }
        for (Map.Entry<String, Expected> field : fields.entrySet()) {
            Actual child = actual.child(field.getKey());
            boolean leftOut =
                    child.absent() && !child.literal() && field.getValue().holdsOfAbsent();
            if (!leftOut) {
                field.getValue().match(child, differences);
            }
            if (differences.enough()) {
                return;
            }
        }
    }

    /** In an absent map, all keys are absent. */
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

    @Override
    public int weight() {
        return Math.max(1, fields.values().stream().mapToInt(Expected::weight).sum());
    }

    /**
     * If bytes are expected and the answer has a text, the mismatch shows the bytes of the text, which may be the same.
     */
    private void other(Actual actual, Differences differences) {
        if (!fields.keySet().equals(Set.of("hex")) || !actual.isText()) {
            differences.add(actual, this);
            return;
        }
        byte[] bytes = actual.value().getAsString().getBytes(StandardCharsets.UTF_8);
        int shown = Math.min(bytes.length, SHOWN_BYTES);
        String hex = HexFormat.of().formatHex(bytes, 0, shown) + (shown < bytes.length ? "…" : "");
        differences.add(() -> new Mismatch(
                actual.path(), describe(), actual.show() + " (answers show UTF-8 bytes as text; in hex: " + hex + ")"));
    }
}
