package dev.binrun.jetstream;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The streams and consumers that the requests of a run have created. A stream or a consumer that was created again
 * under its name is another one. Buckets are streams. All methods may be called from any thread.
 */
public final class CreatedAssets {
    /**
     * How long the node that replies to a request in a cluster may not know a new stream or consumer: a stream's leader
     * confirms its creation without waiting for the meta leader to apply it.
     */
    private static final Duration NEW = Duration.ofSeconds(5);

    private static final Pattern CHANGED =
            Pattern.compile("(STREAM|CONSUMER)\\.(?:DURABLE\\.)?(CREATE|DELETE)\\.([^.]+)(?:\\.([^.]+))?.*");

    private final LongSupplier clock;
    private final boolean keepsInfos;
    private final Map<List<String>, List<CreatedAsset>> created = new LinkedHashMap<>();

    /** The times of creation by {@link System#nanoTime()}; removed assets are left out. */
    private final Map<List<String>, Long> recent = new LinkedHashMap<>();

    /**
     * A stream or a consumer as it was created.
     *
     * @param info the server's reply
     * @param at the time at which it existed for certain, by the clock of the run
     */
    public record CreatedAsset(JsonObject info, long at) {
        /** Returns whether this is the stream or consumer that another info is about. */
        public boolean is(JsonObject other) {
            return JsonFields.text(info, "created").equals(JsonFields.text(other, "created"));
        }
    }

    /**
     * Starts with no streams and consumers.
     *
     * @param clock the clock of the run
     * @param keepsInfos whether to keep infos and times, which only checks read
     */
    public CreatedAssets(LongSupplier clock, boolean keepsInfos) {
        this.clock = clock;
        this.keepsInfos = keepsInfos;
    }

    /**
     * Takes a request that succeeded. A creation of a stream or consumer that exists already is not another one.
     *
     * @param subject the subject after {@code $JS.API.}
     */
    synchronized void succeeded(String subject, JsonObject response) {
        Matcher changed = CHANGED.matcher(subject);
        if (!changed.matches()) {
            return;
        }
        boolean isStream = changed.group(1).equals("STREAM");
        String stream = changed.group(3);
        if (changed.group(2).equals("DELETE")) {
            recent.remove(isStream ? List.of(stream) : List.of(stream, changed.group(4)));
        } else if (isStream) {
            create(List.of(stream), response);
        } else if (response.has("name")) {
            create(List.of(stream, JsonFields.text(response, "name")), response);
        }
    }

    private void create(List<String> name, JsonObject response) {
        recent.put(name, System.nanoTime());
        if (!keepsInfos) {
            return;
        }
        List<CreatedAsset> known = created.computeIfAbsent(name, key -> new ArrayList<>());
        if (response.has("created") && known.stream().noneMatch(asset -> asset.is(response))) {
            known.add(new CreatedAsset(response.deepCopy(), clock.getAsLong()));
        }
    }

    /** Returns whether a request failed because a stream or consumer is absent that was created a moment ago. */
    synchronized boolean concerns(String subject, VerbFailedException failure) {
        int names = failure.isNoStream() ? 1 : failure.isError(ApiErrorCode.CONSUMER_NOT_FOUND) ? 2 : 0;
        Set<String> tokens = Set.copyOf(List.of(subject.split("\\.")));
        return recent.entrySet().stream()
                .filter(asset -> System.nanoTime() - asset.getValue() < NEW.toNanos())
                .anyMatch(asset -> asset.getKey().size() == names && tokens.containsAll(asset.getKey()));
    }

    /** Returns all streams of a name, in the order of their creation. */
    public synchronized List<CreatedAsset> streams(String name) {
        return List.copyOf(created.getOrDefault(List.of(name), List.of()));
    }

    /** Returns all consumers of a stream by name, those of one name in the order of their creation. */
    public synchronized Map<String, List<CreatedAsset>> consumers(String stream) {
        Map<String, List<CreatedAsset>> consumers = new LinkedHashMap<>();
        created.forEach((name, assets) -> {
            if (name.size() == 2 && name.get(0).equals(stream)) {
                consumers.put(name.get(1), List.copyOf(assets));
            }
        });
        return consumers;
    }
}
