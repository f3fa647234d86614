package dev.binrun.verb.stream;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Optional;

/** Requests the info of a stream: {@code nats stream info}. */
@VerbDoc(
        value = "Requests the configuration and the state of a stream",
        answers =
                "{config, created, state: {messages, bytes, first_seq, last_seq, consumer_count, …}, cluster, mirror, sources, …}",
        example = """
            - stream info: ORDERS
              expect: { state: { messages: 5, last_seq: 5, num_subjects: 1 } }
            """)
public record StreamInfo(
        @Arg(value = "the stream", position = 0, required = true, also = "name")
        String stream,

        @Arg("list the matching subjects with their numbers of messages, in state.subjects")
        Optional<String> subjectsFilter,

        @Arg("the number of these subjects to skip") Optional<Long> offset,
        @Arg("list the deleted sequences, in state.deleted") boolean deletedDetails)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        long from = offset.orElse(0L);
        JsonObject answer = page(world, from);
        JsonObject subjects = subjects(answer);
        long next = from + subjects.size();
        while (answer.has("total") && next < answer.get("total").getAsLong()) { // the server lists 100,000 at a time
            JsonObject more = subjects(page(world, next));
            if (more.isEmpty()) {
                break;
            }
            next += more.size();
            more.asMap().forEach(subjects::add);
        }
        return answer;
    }

    private JsonObject page(VerbWorld world, long from) throws InterruptedException {
        JsonObject request = new JsonObject();
        subjectsFilter.ifPresent(filter -> request.addProperty("subjects_filter", filter));
        if (deletedDetails) {
            request.addProperty("deleted_details", true);
        }
        if (from != 0) {
            request.addProperty("offset", from);
        }
        return Api.ask(world, "STREAM.INFO." + stream, request.isEmpty() ? null : request);
    }

    private static JsonObject subjects(JsonObject answer) {
        return answer.getAsJsonObject("state").get("subjects") instanceof JsonObject subjects
                ? subjects
                : new JsonObject();
    }
}
