package dev.binrun.engine.aftermath;

import com.google.gson.JsonObject;
import dev.binrun.engine.client.Clients;
import dev.binrun.history.Digest;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.StoredMessage;
import dev.binrun.jetstream.StreamContent;
import dev.binrun.jetstream.StreamList;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.message.Pub;
import dev.binrun.verdict.BrokenException;
import dev.binrun.verdict.CheckReport;
import dev.binrun.verdict.StepReport;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The digest of a run: the states of its steps and checks, and the content of all streams, without times and generated
 * ids.
 */
public final class RunDigest {
    /** The messages of a longer stream do not count, only its state. */
    private static final long LONGEST = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Pattern GENERATED = Pattern.compile("(Nats-Msg-Id: ?)" + Pub.GENERATED_ID + "\\S+");
    private static final Pattern STORED = Pattern.compile("(Nats-Time-Stamp: ?)\\S+");

    private final Digest digest = new Digest();
    private final Set<String> listed = new HashSet<>();
    private final Set<String> read = new HashSet<>();

    private RunDigest() {}

    /**
     * Returns the digest in hexadecimal; empty if a server does not reply.
     *
     * @param outcome the outcome of the run
     */
    public static String of(List<StepReport> steps, List<CheckReport> checks, String outcome, Clients clients)
            throws InterruptedException {
        RunDigest run = new RunDigest();
        run.digest.add(outcome);
        steps.forEach(run::addStep);
        checks.forEach(check -> run.digest.add(check.check().type().name()).add(check.state()));
        try {
            for (String client : clients.names()) {
                run.addStreams(client, clients);
            }
        } catch (VerbFailedException e) {
            return "";
        }
        return run.digest.hex();
    }

    /** If a parallel branch failed, the progress of the others depends on timing. */
    private void addStep(StepReport step) {
        digest.add(step.step().verb().name()).add(step.state().toString());
        boolean parallel = step.inner().size() > 1;
        if (step.passed() || !parallel) {
            step.inner().forEach(steps -> steps.forEach(this::addStep));
        }
    }

    /** Each account has its own streams. A client without access adds nothing. */
    private void addStreams(String client, Clients clients) throws InterruptedException {
        Connection connection;
        List<JsonObject> streams;
        try {
            connection = clients.get(client);
            streams = new StreamList(connection, PATIENCE).infos();
        } catch (BrokenException e) {
            return;
        } catch (VerbFailedException e) {
            passOver(e);
            return;
        }
        for (JsonObject stream : streams) {
            addStream(stream, connection);
        }
    }

    private void addStream(JsonObject stream, Connection connection) throws InterruptedException {
        JsonObject state = stream.getAsJsonObject("state");
        String identity = StreamList.name(stream) + " " + stream.get("created").getAsString();
        if (listed.add(identity)) {
            digest.add(StreamList.name(stream));
            for (String field : List.of("messages", "first_seq", "last_seq")) {
                digest.add(state.get(field).getAsLong());
            }
        }
        long messages = state.get("messages").getAsLong();
        if (messages == 0 || messages > LONGEST || read.contains(identity)) {
            return;
        }
        try {
            boolean objects = StreamList.name(stream).startsWith("OBJ_");
            new StreamContent(connection, StreamList.name(stream), Optional.empty(), PATIENCE)
                    .all()
                    .forEach(message -> addMessage(objects ? ObjectMessage.withoutId(message) : message));
            read.add(identity);
        } catch (VerbFailedException e) {
            passOver(e);
        }
    }

    private void addMessage(StoredMessage message) {
        digest.add(message.seq())
                .add(message.subject())
                .add(withoutGenerated(message.headers()))
                .add(message.data());
    }

    /** A refusal follows from the configuration, so it is the same in every run; a missing reply is not. */
    private static void passOver(VerbFailedException e) {
        boolean configured = e.hasWord(Reason.DENIED.word()) || e.has(Reason.CANNOT_CONNECT);
        if (!e.error().has("code") && !configured) {
            throw e;
        }
    }

    /** A retried publish may have a generated id, and a republished message contains the time when it was stored. */
    private static String withoutGenerated(byte[] headers) {
        if (headers.length == 0) {
            return "";
        }
        String text = new String(headers, StandardCharsets.ISO_8859_1);
        return STORED.matcher(GENERATED.matcher(text).replaceAll("$1*")).replaceAll("$1*");
    }
}
