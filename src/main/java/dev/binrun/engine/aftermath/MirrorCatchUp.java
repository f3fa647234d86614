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
 * Whether a mirror has all that it will get of its origin. Where its last sequence is not the origin's, because what is last there was removed or
 * is not for it, it must have nothing left to get for as long as the origin needs to tell it so, once a second.
 */
final class MirrorCatchUp {
    private static final Duration QUIET = Duration.ofMillis(2_500);

    private final StreamReading origin;
    private final StreamReading mirror;
    private final Connection connection;
    private final String originName;
    private long quietSince;
    private long quietAt = -1;

    MirrorCatchUp(Connection connection, String originName, StreamReading origin, StreamReading mirror) {
        this.connection = connection;
        this.originName = originName;
        this.origin = origin;
        this.mirror = mirror;
    }

    /** @throws VerbFailedException if it has not, saying where it is */
    boolean check() throws InterruptedException {
        long last = JsonFields.number(origin.info().getAsJsonObject("state"), "last_seq");
        JsonObject info = mirror.info();
        long there = JsonFields.number(info.getAsJsonObject("state"), "last_seq");
        if (there == last || isQuiet(info, there)) {
            return true;
        }
        throw VerbFailedException.of("it is at " + there + " of " + last);
    }

    private boolean isQuiet(JsonObject info, long there) throws InterruptedException {
        JsonObject source = info.get("mirror") instanceof JsonObject known ? known : new JsonObject();
        boolean idle = JsonFields.number(source, "lag") == 0
                && source.has("active")
                && source.get("active").getAsLong() >= 0
                && lastFor(StreamConfig.mirrorFilters(info.getAsJsonObject("config"))) <= there;
        if (!idle || there != quietAt) {
            quietAt = idle ? there : -1;
            quietSince = System.nanoTime();
        }
        return idle && System.nanoTime() - quietSince >= QUIET.toNanos();
    }

    /** The last message of the origin that is for the mirror. */
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
