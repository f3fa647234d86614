package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The streams and consumers that a run has just created. In a cluster the node that answers a request may not know of them yet:
 * a stream's leader confirms its creation without waiting for the meta leader to apply it.
 */
public final class RecentAssets {
    private static final Duration NEW = Duration.ofSeconds(5);
    private static final Pattern CHANGED =
            Pattern.compile("(STREAM|CONSUMER)\\.(?:DURABLE\\.)?(CREATE|DELETE)\\.([^.]+)(?:\\.([^.]+))?.*");

    private final Map<List<String>, Long> created = new ConcurrentHashMap<>();

    /** Takes a request that succeeded, by its subject after {@code $JS.API.}, and its response. */
    void succeeded(String subject, JsonObject response) {
        Matcher changed = CHANGED.matcher(subject);
        if (!changed.matches()) {
            return;
        }
        String stream = changed.group(3);
        boolean removed = changed.group(2).equals("DELETE");
        if (changed.group(1).equals("STREAM")) {
            note(List.of(stream), removed);
        } else if (removed) {
            note(List.of(stream, changed.group(4)), true);
        } else if (response.has("name")) {
            note(List.of(stream, response.get("name").getAsString()), false);
        }
    }

    private void note(List<String> asset, boolean removed) {
        if (removed) {
            created.remove(asset);
        } else {
            created.put(asset, System.nanoTime());
        }
    }

    /** Returns whether a request failed because a stream or consumer is absent that was created a moment ago. */
    boolean concerns(String subject, VerbFailedException failure) {
        int names = failure.isNoStream() ? 1 : failure.isError(ApiErrorCode.CONSUMER_NOT_FOUND) ? 2 : 0;
        Set<String> tokens = Set.copyOf(List.of(subject.split("\\.")));
        return created.entrySet().stream()
                .filter(asset -> System.nanoTime() - asset.getValue() < NEW.toNanos())
                .anyMatch(asset -> asset.getKey().size() == names && tokens.containsAll(asset.getKey()));
    }
}
