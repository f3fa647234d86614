package dev.binrun.verb.stream;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.IgnoredFieldException;
import dev.binrun.jetstream.Retry;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.StreamContent;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads the messages of a stream in order, from its leader, without a consumer: {@code nats stream view}. */
@VerbDoc(
        value = "Reads a stream's messages in order, without a consumer",
        answers = "{messages: […], received}",
        example = """
            - stream view: ORDERS
              expect: { messages: { size: 5, ordered: seq, each: { data: "order-${i}" } } }
            """)
public record StreamView(
        @Arg(value = "the stream", position = 0, required = true, also = "name")
        String stream,

        @Arg(value = "the most messages; all if left out", position = 1, also = "size", min = 1)
        Optional<Long> count,

        @Arg(value = "the first sequence", also = "id") Optional<Long> from,
        @Arg("only messages of this last period of time") Optional<Duration> since,
        @Arg("only messages of this subject") Optional<String> subject,

        @Arg(value = "how many messages the answer keeps; if left out 1000, or count up to 10000", min = 0)
        Optional<Long> keep)
        implements Verb {

    public StreamView {
        if (from.isPresent() && since.isPresent()) {
            throw new InvalidArgumentException(
                    "since", "from and since both state the first message; remove one of them");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        return Retry.whileUnknown(world, "STREAM.MSG.GET." + stream, () -> view(world));
    }

    private JsonObject view(VerbWorld world) throws InterruptedException {
        GatheredMessages gathered = GatheredMessages.messages(keep, count.orElse(0L));
        StreamContent content = new StreamContent(world.connection(), stream, subject, world.patience());
        Optional<Long> first = since.isPresent() ? firstSince(world, content) : Optional.of(from.orElse(1L));
        if (first.isPresent()) {
            content.each(first.get(), message -> {
                gathered.add(message::tree);
                return gathered.received() < count.orElse(Long.MAX_VALUE);
            });
        }
        return gathered.answer();
    }

    private Optional<Long> firstSince(VerbWorld world, StreamContent content) throws InterruptedException {
        Instant time = Instant.now().minus(since.get());
        Optional<StoredMessage> first = content.since(time.toString());
        if (first.isPresent() && Instant.parse(first.get().time()).isBefore(time)) {
            throw new IgnoredFieldException("this server (" + world.serverVersion() + ") ignored since: it needs 2.11");
        }
        return first.map(StoredMessage::seq);
    }
}
