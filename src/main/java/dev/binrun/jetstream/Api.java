package dev.binrun.jetstream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Requests to the server as they go over the wire, so that nothing on the way refuses what the server should judge. */
public final class Api {
    /** How long a single request may take, as in the nats CLI. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** What is made in a cluster answers when it has a leader; where the first election fails, the next is 4 to 9 s later (raft.go). */
    private static final Duration ELECTING = Duration.ofSeconds(20);

    private static final Pattern MAKING = Pattern.compile("^(STREAM|CONSUMER)\\.(DURABLE\\.)?CREATE\\.");

    private static final String PREFIX = "$JS.API.";

    /** The server's words, and the client's (client.go, maxPayloadViolation; nats.go, ErrMaxPayload). */
    private static final String MAX_PAYLOAD = "Maximum Payload Violation: maximum payload exceeded";

    /** What only the system account may ask (jetstream_api.go, jsLeaderStepDownRequest and its like): the server ignores others. */
    private static final Pattern SYSTEM = Pattern.compile("^META\\.|^SERVER\\.|^ACCOUNT\\.(PURGE|STREAM\\.MOVE)\\.");

    private Api() {}

    /**
     * Asks the JetStream API; what it is asked to remove is recorded.
     *
     * @param subject after {@code $JS.API.}
     * @param request the request's JSON; null for none
     * @return the response
     * @throws VerbFailedException if the response is an error or there is none
     */
    public static JsonObject ask(ClientContext client, String subject, JsonElement request)
            throws InterruptedException {
        ApiRecorder recorder = ApiRecorder.sent(client, subject, request);
        try {
            JsonObject response = Retry.whileUnknown(
                    client, subject, () -> ask(client.connection(), subject, request, patience(client, subject)));
            recorder.succeeded(response);
            return response;
        } catch (VerbFailedException e) {
            recorder.failed(e);
            throw e;
        }
    }

    /** Returns how long a request may wait for its reply: the creation of an asset in a cluster waits for an election. */
    public static Duration patience(ClientContext client, String subject) {
        boolean elects = MAKING.matcher(subject).find() && clustered(client.connection());
        Duration left = client.timeLeft();
        return !elects ? client.patience() : left.compareTo(ELECTING) < 0 ? left : ELECTING;
    }

    /** Whether the server has others beside it. */
    public static boolean clustered(Connection connection) {
        return connection.getServerInfo().getCluster() != null;
    }

    /** The same over a connection at hand. */
    public static JsonObject ask(Connection connection, String subject, JsonElement request, Duration patience)
            throws InterruptedException {
        byte[] body = request == null ? new byte[0] : request.toString().getBytes(StandardCharsets.UTF_8);
        try {
            return response(PREFIX + subject, request(connection, PREFIX + subject, null, body, patience));
        } catch (VerbFailedException e) {
            throw RequestDetails.added(e, subject, request);
        }
    }

    /** Sends a request and waits for its one answer. */
    public static Message request(
            Connection connection, String subject, Headers headers, byte[] body, Duration patience)
            throws InterruptedException {
        connection.clearLastError();
        return await(connection, send(connection, subject, headers, body, patience), subject, patience);
    }

    /** Sends a request whose answer is awaited later. */
    public static CompletableFuture<Message> send(
            Connection connection, String subject, Headers headers, byte[] body, Duration patience) {
        checkSize(connection, subject, headers, body);
        Connections.awaitThere(connection, patience);
        try {
            return connection.requestWithTimeout(subject, headers, body, patience);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw unsendable(subject, e);
        }
    }

    /**
     * Publishes plainly.
     *
     * @param reply where answers are to go; null for nowhere
     * @throws VerbFailedException if it cannot be sent
     */
    public static void publish(Connection connection, String subject, String reply, Headers headers, byte[] body) {
        checkSize(connection, subject, headers, body);
        Connections.awaitThere(connection, TIMEOUT);
        try {
            connection.publish(subject, reply, headers, body);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw unsendable(subject, e);
        }
    }

    /**
     * Refuses what the server would refuse without an answer, closing the connection with all that is under way on it (client.go
     * maxPayloadViolation): headers and payload together are more than it said that it takes.
     */
    private static void checkSize(Connection connection, String subject, Headers headers, byte[] body) {
        long most = connection.getMaxPayload();
        long size = body.length + (headers == null || headers.isEmpty() ? 0 : headers.serializedLength());
        if (most > 0 && size > most) {
            throw VerbFailedException.notSent(MAX_PAYLOAD)
                    .with(": " + size + " bytes to '" + subject + "', the server's max_payload is " + most);
        }
    }

    /** Waits for the answer to a request. */
    public static Message await(
            Connection connection, CompletableFuture<Message> answer, String subject, Duration patience)
            throws InterruptedException {
        Refusals refusals = Refusals.of(connection);
        boolean waits = !answer.isDone();
        if (waits) {
            refusals.await(answer, subject);
        }
        try {
            return answer.get(patience.toNanos() + 50_000_000, TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException e) {
            throw timeout(connection, subject, patience);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VerbFailedException notSent) {
                throw notSent;
            }
            if (e.getCause() instanceof JetStreamStatusException status) {
                throw noResponders(status.getStatus().getCode(), subject);
            }
            throw timeout(connection, subject, patience);
        } finally {
            if (waits) {
                refusals.forget(answer, subject);
            }
        }
    }

    /** Why a message could not be sent at all. */
    public static VerbFailedException unsendable(String subject, RuntimeException e) {
        return e instanceof IllegalStateException
                ? VerbFailedException.notSent("connection: " + e.getMessage(), Reason.CONNECTION)
                : VerbFailedException.said(named(e), "not sent to '" + subject + "': " + e.getMessage())
                        .notSent();
    }

    /** The client's own words for it, without the subject that some of them quote at their end. */
    private static String named(RuntimeException e) {
        return String.valueOf(e.getMessage()).replaceAll(" \\[.*", "");
    }

    /** Reads a response; an error in it is thrown. */
    public static JsonObject response(String subject, Message answer) {
        JsonObject response;
        try {
            response = JsonParser.parseString(new String(answer.getData(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw VerbFailedException.said(
                    "the answer is no JSON",
                    "the answer on " + subject + " is no JSON: "
                            + new String(answer.getData(), StandardCharsets.UTF_8));
        }
        if (response.get("error") instanceof JsonObject error) {
            throw new VerbFailedException(error);
        }
        return response;
    }

    /** The error of a status that came in place of a message. */
    public static VerbFailedException status(Message status) {
        JsonObject error = new JsonObject();
        error.addProperty("code", status.getStatus().getCode());
        error.addProperty("description", status.getStatus().getMessage());
        return new VerbFailedException(error);
    }

    /** That nothing listens on a subject. */
    public static VerbFailedException noResponders(int code, String subject) {
        return VerbFailedException.of(code, "no responders on " + subject, Reason.NO_RESPONDERS)
                .guessing(guess(subject, "is JetStream enabled"));
    }

    /** @param first what is to be looked at first */
    private static String guess(String subject, String first) {
        if (!subject.startsWith(PREFIX)) {
            return "";
        }
        return SYSTEM.matcher(subject.substring(PREFIX.length())).find()
                ? "only a client of the system account may ask this, and only in a cluster; write client: NAME, with the"
                        + " user that server.config has in accounts.$SYS"
                : first + ", and is there no '.' in a name?";
    }

    /** That no answer came, and what is known of why. */
    public static VerbFailedException timeout(Connection connection, String subject, Duration patience) {
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            return VerbFailedException.of(
                    "connection: " + connection.getStatus().name().toLowerCase(java.util.Locale.ROOT)
                            + " while waiting for an answer on " + subject,
                    Reason.CONNECTION);
        }
        String first = clustered(connection) ? "is there a leader that it reaches" : "is JetStream enabled";
        String text = "timeout: no answer on " + subject + " within " + dev.binrun.form.Quantity.write(patience);
        String said = connection.getLastError();
        connection.clearLastError();
        return said == null || said.isEmpty()
                ? VerbFailedException.of(text, Reason.TIMEOUT).on(subject).guessing(guess(subject, first))
                : VerbFailedException.said(said, text + " (the server said: " + said + ")", Reason.TIMEOUT)
                        .on(subject);
    }
}
