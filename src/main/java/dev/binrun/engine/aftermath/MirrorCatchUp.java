package dev.binrun.engine.aftermath;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.StreamConfig;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.List;

/**
 * Finds out whether a mirror has received all messages of its origin. Its last sequence may differ, because the
 * origin's last messages were removed or filtered. Then it must report no lag for longer than the origin's heartbeat,
 * which is one second.
 */
final class MirrorCatchUp {
    private static final Duration QUIET = Duration.ofMillis(2_500);

    private final StreamReading origin;
    private final StreamReading mirror;
    private final Connection connection;
    private final String originName;
    private long quietSince;
    private long quietAt = -1;

    /** Creates a check of a mirror that has not been asked yet. */
    MirrorCatchUp(Connection connection, String originName, StreamReading origin, StreamReading mirror) {
        this.connection = connection;
        this.originName = originName;
        this.origin = origin;
        this.mirror = mirror;
    }

    /**
     * Returns true if the mirror has caught up.
     *
     * @throws VerbFailedException if it has not, with both sequences
     */
    boolean check() throws InterruptedException {
        long last = JsonFields.number(origin.info().getAsJsonObject("state"), "last_seq");
        JsonObject info = mirror.info();
        long mirrored = JsonFields.number(info.getAsJsonObject("state"), "last_seq");
        if (mirrored == last || isQuiet(info, mirrored)) {
            return true;
        }
        throw VerbFailedException.of("the mirror is at sequence " + mirrored + " of " + last);
    }

    private boolean isQuiet(JsonObject info, long mirrored) throws InterruptedException {
        JsonObject source = info.get("mirror") instanceof JsonObject known ? known : new JsonObject();
        boolean idle = JsonFields.number(source, "lag") == 0
                && source.has("active")
                && source.get("active").getAsLong() >= 0
                && lastFor(StreamConfig.mirrorFilters(info.getAsJsonObject("config"))) <= mirrored;
        if (!idle || mirrored != quietAt) {
            quietAt = idle ? mirrored : -1;
            quietSince = System.nanoTime();
        }
        return idle && System.nanoTime() - quietSince >= QUIET.toNanos();
    }

    /** Returns the sequence of the last message that the mirror's filters accept; 0 if there is none. */
    private long lastFor(List<String> filters) throws InterruptedException {
        long last = 0;
        for (String filter : filters.isEmpty() ? List.of(">") : filters) {
            JsonObject request = new JsonObject();
            request.addProperty("last_by_subj", filter);
            try {
                JsonObject found = Api.ask(connection, "STREAM.MSG.GET." + originName, request, Api.TIMEOUT);
                last = Math.max(last, JsonFields.number(found.getAsJsonObject("message"), "seq"));
            } catch (VerbFailedException e) {
                if (!e.isNoMessage()) {
                    throw e;
                }
            }
        }
        return last;
    }
}
