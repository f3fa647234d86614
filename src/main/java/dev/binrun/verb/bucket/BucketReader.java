package dev.binrun.verb.bucket;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Replies;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.StreamContent;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.World;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Reads the messages of a bucket from its stream's leader, without a consumer, so that nothing is read that lags if nobody asks for it. */
public final class BucketReader {
    private static final int IN_FLIGHT = 256;

    private final World world;
    private final Bucket bucket;

    public BucketReader(World world, Bucket bucket) {
        this.world = world;
        this.bucket = bucket;
    }

    /** The last message of a subject, if there is one. */
    public Optional<StoredMessage> last(String subject) throws InterruptedException {
        return get(lastOf(subject));
    }

    /** The same; with direct as whoever has the bucket has it, which may lag behind. */
    public Optional<StoredMessage> last(String subject, boolean direct) throws InterruptedException {
        return direct ? new DirectReader(world, bucket).get(lastOf(subject)) : last(subject);
    }

    /** The message at a sequence, if it is there. */
    public Optional<StoredMessage> at(long seq, boolean direct) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("seq", seq);
        return direct ? new DirectReader(world, bucket).get(request) : get(request);
    }

    /** Every message whose subject matches, in order. */
    public void each(String filter, Consumer<StoredMessage> reader) throws InterruptedException {
        StreamContent content =
                new StreamContent(world.connection(), bucket.stream(), Optional.of(filter), world.patience());
        Retry.whileUnknown(world, "STREAM.MSG.GET." + bucket.stream(), () -> {
            content.each(1, message -> {
                reader.accept(message);
                return true;
            });
            return content;
        });
    }

    /** The last message of each subject that matches, in no order; many are asked for at once. */
    public List<StoredMessage> lastOfEach(String filter) throws InterruptedException {
        List<String> subjects = subjects(filter);
        List<StoredMessage> messages = new ArrayList<>();
        ArrayDeque<CompletableFuture<Message>> underWay = new ArrayDeque<>();
        try (Replies replies = new Replies(world.connection())) {
            int next = 0;
            for (int i = 0; i < subjects.size(); i++) {
                while (next < subjects.size() && underWay.size() < IN_FLIGHT) {
                    underWay.add(replies.ask(subject(), body(lastOf(subjects.get(next++)))));
                }
                answer(underWay.remove()).ifPresent(messages::add);
            }
        }
        return messages;
    }

    private List<String> subjects(String filter) throws InterruptedException {
        List<String> subjects = new ArrayList<>();
        for (long total = 1; subjects.size() < total; ) {
            JsonObject request = new JsonObject();
            request.addProperty("subjects_filter", filter);
            request.addProperty("offset", subjects.size());
            JsonObject page = bucket.ask(world, "STREAM.INFO", request);
            JsonElement found = page.getAsJsonObject("state").get("subjects");
            if (found == null || found.getAsJsonObject().isEmpty()) {
                break;
            }
            subjects.addAll(found.getAsJsonObject().keySet());
            total = page.has("total") ? page.get("total").getAsLong() : 0;
        }
        return subjects;
    }

    private static JsonObject lastOf(String subject) {
        JsonObject request = new JsonObject();
        request.addProperty("last_by_subj", subject);
        return request;
    }

    private Optional<StoredMessage> get(JsonObject request) throws InterruptedException {
        try {
            return Optional.of(StoredMessage.of(bucket.ask(world, "STREAM.MSG.GET", request)));
        } catch (VerbFailedException e) {
            return noneOr(e);
        }
    }

    private static byte[] body(JsonObject request) {
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Optional<StoredMessage> answer(CompletableFuture<Message> asked) throws InterruptedException {
        try {
            Message answer = Api.await(world.connection(), asked, subject(), world.patience());
            return Optional.of(StoredMessage.of(Api.response(subject(), answer)));
        } catch (VerbFailedException e) {
            return noneOr(e);
        }
    }

    private String subject() {
        return "$JS.API.STREAM.MSG.GET." + bucket.stream();
    }

    private static Optional<StoredMessage> noneOr(VerbFailedException e) {
        if (e.isNoMessage()) {
            return Optional.empty();
        }
        throw e;
    }
}
