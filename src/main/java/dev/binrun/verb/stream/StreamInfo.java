package dev.binrun.verb.stream;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.verb.Api;
import dev.binrun.verb.Verb;
import dev.binrun.verb.World;
import java.util.Optional;

/** What the server knows of a stream: {@code nats stream info}. */
public record StreamInfo(
        @Arg(value = "the stream", position = 0, required = true, also = "name")
        String stream,

        @Arg("list the messages of each subject that matches, in state.subjects")
        Optional<String> subjectsFilter,

        @Arg("list the deleted sequences, in state.deleted") boolean deletedDetails)
        implements Verb {

    @Override
    public JsonObject run(World world) throws InterruptedException {
        JsonObject request = new JsonObject();
        subjectsFilter.ifPresent(filter -> request.addProperty("subjects_filter", filter));
        if (deletedDetails) {
            request.addProperty("deleted_details", true);
        }
        return Api.ask(world, "STREAM.INFO." + stream, request.isEmpty() ? null : request);
    }
}
