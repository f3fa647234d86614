package dev.binrun.verb.stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.jetstream.StreamList;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lists the streams with their infos, sorted by name: {@code nats stream ls}. */
@VerbDoc(
        value = "Lists the streams",
        answers = "{streams: […]}, sorted by name, each with its info, or only its name with names: true",
        example = """
            - stream ls: { subject: orders.new, names: true }
              expect: { streams: [ORDERS] }
            """)
public record StreamLs(
        @Arg("only streams with this subject") Optional<String> subject,

        @Arg("only their names") boolean names,

        @Arg("the number of streams to skip, in the order of their names")
        Optional<Long> offset)
        implements Verb {

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        List<JsonElement> items = new StreamList(world.connection(), world.patience())
                .items(names ? "STREAM.NAMES" : "STREAM.LIST", subject, offset.orElse(0L));
        JsonArray streams = new JsonArray();
        items.stream()
                .sorted(Comparator.comparing(names ? JsonElement::getAsString : StreamList::name))
                .forEach(streams::add);
        JsonObject answer = new JsonObject();
        answer.add("streams", streams);
        return answer;
    }
}
