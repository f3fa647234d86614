package dev.binrun.verb.bucket;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Replies;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.StreamContent;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.VerbWorld;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Reads the messages of a bucket, without a consumer. The stream's leader replies unless a direct get is requested. */
public record BucketReader(VerbWorld world, Bucket bucket) {
    private static final int IN_FLIGHT = 256;

    /** Returns the last message of a subject from the leader; empty if there is none. */
    public Optional<StoredMessage> last(String subject) throws InterruptedException {
        return get(lastOf(subject));
    }

    /**
     * Returns the last message of a subject; empty if there is none.
     *
     * @param direct whether any replica or mirror may reply, whose content can be older than the leader's
     */
    public Optional<StoredMessage> last(String subject, boolean direct) throws InterruptedException {
        return direct ? new DirectReader(world, bucket).get(lastOf(subject)) : last(subject);
    }

    /**
     * Returns the message with a sequence; empty if it does not exist.
     *
     * @param direct whether any replica or mirror may reply, whose content can be older than the leader's
     */
    public Optional<StoredMessage> at(long seq, boolean direct) throws InterruptedException {
        JsonObject request = new JsonObject();
        request.addProperty("seq", seq);
        return direct ? new DirectReader(world, bucket).get(request) : get(request);
    }

    /** Passes every message whose subject matches the filter to a consumer, in order. */
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

    /** Returns the last message of each subject that matches the filter, in no particular order. */
    public List<StoredMessage> lastOfEach(String filter) throws InterruptedException {
        List<String> subjects = subjects(filter);
        List<StoredMessage> messages = new ArrayList<>();
        ArrayDeque<CompletableFuture<Message>> inFlight = new ArrayDeque<>();
        try (Replies replies = new Replies(world.connection())) {
            int next = 0;
            for (int i = 0; i < subjects.size(); i++) {
                while (next < subjects.size() && inFlight.size() < IN_FLIGHT) {
                    inFlight.add(replies.ask(subject(), body(lastOf(subjects.get(next++)))));
                }
                await(inFlight.remove()).ifPresent(messages::add);
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
            JsonObject found = JsonFields.object(JsonFields.object(page, "state"), "subjects");
            if (found.isEmpty()) {
                break;
            }
            subjects.addAll(found.keySet());
            total = JsonFields.number(page, "total");
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
            return emptyOr(e);
        }
    }

    private static byte[] body(JsonObject request) {
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Optional<StoredMessage> await(CompletableFuture<Message> reply) throws InterruptedException {
        try {
            Message message = Api.await(world.connection(), reply, subject(), world.patience());
            return Optional.of(StoredMessage.of(Api.response(subject(), message)));
        } catch (VerbFailedException e) {
            return emptyOr(e);
        }
    }

    private String subject() {
        return "$JS.API.STREAM.MSG.GET." + bucket.stream();
    }

    private static Optional<StoredMessage> emptyOr(VerbFailedException e) {
        if (e.isNoMessage()) {
            return Optional.empty();
        }
        throw e;
    }
}
