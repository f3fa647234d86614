package dev.binrun.verb.stream;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;

/** Removes many or all messages of a stream: {@code nats stream purge}. */
@VerbDoc(value = "Removes messages from a stream", answers = "{success, purged}: the number of messages", example = """
            - stream purge: { stream: ORDERS, keep: 1 }
              expect: { purged: 3 }
            """)
public record StreamPurge(
        @Arg(value = "the stream", position = 0, required = true, also = "name")
        String stream,

        @Arg(value = "only messages of this subject", also = "subject")
        Optional<String> filter,

        @Arg("only messages before this sequence") Optional<Long> seq,

        @Arg("keep this many of the last messages; not together with seq")
        Optional<Long> keep)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        JsonObject request = new JsonObject();
        filter.ifPresent(subject -> request.addProperty("filter", subject));
        seq.ifPresent(before -> request.addProperty("seq", before));
        keep.ifPresent(count -> request.addProperty("keep", count));
        return Api.ask(world, "STREAM.PURGE." + stream, request.isEmpty() ? null : request);
    }
}
