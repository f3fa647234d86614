package dev.binrun.jetstream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.binrun.form.Quantity;
import io.nats.client.Connection;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Requests to the server as they are on the wire: no client library rejects what the server should judge. */
public final class Api {
    /** The longest that a single request may take by default, as in the nats CLI. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    /**
     * A stream or consumer in a cluster replies when it has a leader; after a failed election, the next follows in 4 to
     * 9 s (raft.go).
     */
    private static final Duration ELECTING = Duration.ofSeconds(20);

    private static final Pattern MAKING = Pattern.compile("^(STREAM|CONSUMER)\\.(DURABLE\\.)?CREATE\\.");

    private static final String PREFIX = "$JS.API.";

    /** The words of the server, then those of nats.go (client.go, maxPayloadViolation; nats.go, ErrMaxPayload). */
    private static final String MAX_PAYLOAD = "Maximum Payload Violation: maximum payload exceeded";

    /**
     * Requests that the server ignores unless the system account sends them (jetstream_api.go, jsLeaderStepDownRequest
     * and others).
     */
    private static final Pattern SYSTEM = Pattern.compile("^META\\.|^SERVER\\.|^ACCOUNT\\.(PURGE|STREAM\\.MOVE)\\.");

    private Api() {}

    /**
     * Sends a request to the JetStream API, records it, and returns the response.
     *
     * @param subject the subject after {@code $JS.API.}
     * @param request the JSON of the request; null for an empty one
     * @throws VerbFailedException if the response is an error, or none arrives
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

    /**
     * Returns how long a request may wait for its reply: the creation of an asset in a cluster waits for an election.
     */
    public static Duration patience(ClientContext client, String subject) {
        boolean elects = MAKING.matcher(subject).find() && clustered(client.connection());
        Duration left = client.timeLeft();
        return !elects ? client.patience() : left.compareTo(ELECTING) < 0 ? left : ELECTING;
    }

    /** Returns whether the server belongs to a cluster. */
    public static boolean clustered(Connection connection) {
        return connection.getServerInfo().getCluster() != null;
    }

    /**
     * Sends a request to the JetStream API over a connection, and returns the response; it is not recorded.
     *
     * @param subject the subject after {@code $JS.API.}
     * @param request the JSON of the request; null for an empty one
     * @throws VerbFailedException if the response is an error, or none arrives
     */
    public static JsonObject ask(Connection connection, String subject, JsonElement request, Duration patience)
            throws InterruptedException {
        byte[] body = request == null ? new byte[0] : request.toString().getBytes(StandardCharsets.UTF_8);
        try {
            return response(PREFIX + subject, request(connection, PREFIX + subject, null, body, patience));
        } catch (VerbFailedException e) {
            throw RequestDetails.added(e, subject, request);
        }
    }

    /**
     * Sends a request and returns its first reply.
     *
     * @throws VerbFailedException if the request cannot be sent, or no reply arrives
     */
    public static Message request(
            Connection connection, String subject, Headers headers, byte[] body, Duration patience)
            throws InterruptedException {
        connection.clearLastError();
        return await(connection, send(connection, subject, headers, body, patience), subject, patience);
    }

    /**
     * Sends a request; {@link #await} waits for its reply.
     *
     * @throws VerbFailedException if the request cannot be sent
     */
    public static CompletableFuture<Message> send(
            Connection connection, String subject, Headers headers, byte[] body, Duration patience) {
        checkSize(connection, subject, headers, body);
        Connections.awaitRestored(connection, patience);
        try {
            return connection.requestWithTimeout(subject, headers, body, patience);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw unsendable(subject, e);
        }
    }

    /**
     * Publishes a message without an acknowledgement.
     *
     * @param reply the reply subject; null for none
     * @throws VerbFailedException if the message cannot be sent
     */
    public static void publish(Connection connection, String subject, String reply, Headers headers, byte[] body) {
        checkSize(connection, subject, headers, body);
        Connections.awaitRestored(connection, TIMEOUT);
        try {
            connection.publish(subject, reply, headers, body);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw unsendable(subject, e);
        }
    }

    /**
     * Rejects a message that is larger than the server's max_payload, headers included. The server itself would close
     * the connection without a reply, with all requests in flight on it (client.go, maxPayloadViolation).
     */
    private static void checkSize(Connection connection, String subject, Headers headers, byte[] body) {
        long most = connection.getMaxPayload();
        long size = body.length + (headers == null || headers.isEmpty() ? 0 : headers.serializedLength());
        if (most > 0 && size > most) {
            throw VerbFailedException.notSent(MAX_PAYLOAD)
                    .with(": " + size + " bytes to '" + subject + "', the server's max_payload is " + most);
        }
    }

    /**
     * Waits for the reply to a request.
     *
     * @throws VerbFailedException if none arrives in time, nothing listens, or the server denied the request
     */
    public static Message await(
            Connection connection, CompletableFuture<Message> reply, String subject, Duration patience)
            throws InterruptedException {
        Refusals refusals = Refusals.of(connection);
        boolean waits = !reply.isDone();
        if (waits) {
            refusals.await(reply, subject);
        }
        try {
            return reply.get(patience.toNanos() + 50_000_000, TimeUnit.NANOSECONDS);
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
                refusals.forget(reply, subject);
            }
        }
    }

    /** Returns the error of a message that jnats did not send. */
    public static VerbFailedException unsendable(String subject, RuntimeException e) {
        return e instanceof IllegalStateException
                ? VerbFailedException.notSent("connection: " + e.getMessage(), Reason.CONNECTION)
                : VerbFailedException.said(named(e), "not sent to '" + subject + "': " + e.getMessage())
                        .notSent();
    }

    /** Returns the words of jnats, without the subject that some of them quote at their end. */
    private static String named(RuntimeException e) {
        return String.valueOf(e.getMessage()).replaceAll(" \\[.*", "");
    }

    /**
     * Returns the JSON of a reply of the API.
     *
     * @throws VerbFailedException if it is an error, or not JSON
     */
    public static JsonObject response(String subject, Message reply) {
        JsonObject response;
        try {
            response = JsonParser.parseString(new String(reply.getData(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw VerbFailedException.said(
                    "the reply is not JSON",
                    "the reply on " + subject + " is not JSON: " + new String(reply.getData(), StandardCharsets.UTF_8));
        }
        if (response.get("error") instanceof JsonObject error) {
            throw new VerbFailedException(error);
        }
        return response;
    }

    /** Returns the error that a status message stands for. */
    public static VerbFailedException status(Message status) {
        JsonObject error = new JsonObject();
        error.addProperty("code", status.getStatus().getCode());
        error.addProperty("description", status.getStatus().getMessage());
        return new VerbFailedException(error);
    }

    /** Returns the error of a request to a subject on which nothing listens. */
    public static VerbFailedException noResponders(int code, String subject) {
        return VerbFailedException.of(code, "no responders on " + subject, Reason.NO_RESPONDERS)
                .guessing(guess(subject, "is JetStream enabled"));
    }

    /** Returns what the user should check; {@code first} is the first question. */
    private static String guess(String subject, String first) {
        if (!subject.startsWith(PREFIX)) {
            return "";
        }
        return SYSTEM.matcher(subject.substring(PREFIX.length())).find()
                ? "only a client of the system account may send this, and only in a cluster; write client: NAME, with a"
                        + " user that server.config has in accounts.$SYS"
                : first + "? a name must not contain a '.'";
    }

    /** Returns the error of a request without a reply, with its cause as far as it is known. */
    public static VerbFailedException timeout(Connection connection, String subject, Duration patience) {
        if (connection.getStatus() != Connection.Status.CONNECTED) {
            return VerbFailedException.of(
                    "connection: " + connection.getStatus().name().toLowerCase(Locale.ROOT)
                            + " while waiting for a reply on " + subject,
                    Reason.CONNECTION);
        }
        String first = clustered(connection) ? "does it reach a leader" : "is JetStream enabled";
        String text = "timeout: no reply on " + subject + " within " + Quantity.write(patience);
        String serverError = connection.getLastError();
        connection.clearLastError();
        return serverError == null || serverError.isEmpty()
                ? VerbFailedException.of(text, Reason.TIMEOUT).on(subject).guessing(guess(subject, first))
                : VerbFailedException.said(
                                serverError, text + " (the server's error: " + serverError + ")", Reason.TIMEOUT)
                        .on(subject);
    }
}
