package dev.binrun.engine;

import com.google.gson.JsonObject;
import dev.binrun.history.Digest;
import dev.binrun.verb.StoredMessage;
import dev.binrun.verb.StreamContent;
import dev.binrun.verb.StreamList;
import dev.binrun.verb.VerbFailed;
import dev.binrun.verb.message.Pub;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The digest of a run: the verdict of each step, and what all streams are left with; times and generated ids taken out. */
final class RunDigest {
    /** Of a longer stream only its state counts. */
    private static final long LONGEST = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private RunDigest() {}

    /** The digest in hexadecimal; empty if the server does not let its content be read. */
    static String of(List<StepReport> steps, String outcome, Clients clients) throws InterruptedException {
        Digest digest = new Digest().add(outcome);
        steps.forEach(step -> digest.add(step.step().verb().name()).add(step.outcome()));
        try {
            Connection connection = clients.get("default");
            for (JsonObject stream : new StreamList(connection, PATIENCE).infos()) {
                addStream(digest, stream, connection);
            }
        } catch (VerbFailed e) {
            return "";
        }
        return digest.hex();
    }

    private static void addStream(Digest digest, JsonObject stream, Connection connection) throws InterruptedException {
        String name = StreamList.name(stream);
        JsonObject state = stream.getAsJsonObject("state");
        digest.add(name);
        for (String field : List.of("messages", "first_seq", "last_seq")) {
            digest.add(state.get(field).getAsLong());
        }
        if (state.get("messages").getAsLong() > LONGEST) {
            return;
        }
        StreamContent content = new StreamContent(connection, name, Optional.empty(), PATIENCE);
        for (StoredMessage message : content.all()) {
            digest.add(message.seq())
                    .add(message.subject())
                    .add(withoutGenerated(message.headers()))
                    .add(message.data());
        }
    }

    /** A publish that is retried has an id of its own if the scenario gave it none. */
    private static String withoutGenerated(byte[] headers) {
        return new String(headers, StandardCharsets.ISO_8859_1)
                .replaceAll("(Nats-Msg-Id: )" + Pub.GENERATED_ID + "\\S+", "$1*");
    }
}
