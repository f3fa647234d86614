package dev.binrun.jetstream;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Subscription;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The error listener of one connection. The server denies a request with {@code -ERR} and no reply (client.go,
 * pubPermissionViolation); this ends the wait for that reply.
 */
public final class Refusals implements ErrorListener {
    private static final String NO_REPLIES = "no reply can reach this client: ";

    private static final Pattern DENIED =
            Pattern.compile("Permissions Violation for (Publish|Subscription) to \"(.*?)\".*");

    /** The subject of the subscription through which jnats receives the replies to all requests. */
    private static final Pattern ALL_REPLIES = Pattern.compile("_INBOX\\.\\w+\\.\\*");

    /** The most denials that no wait has fetched yet; those of publishes without a reply are never fetched. */
    private static final int MOST = 10_000;

    private final java.util.function.Consumer<String> refused;
    private final java.util.function.Consumer<String> broken;
    private final java.util.function.Consumer<Throwable> unexpected;
    private final java.util.function.Consumer<String> dropped;
    private final Map<String, Deque<CompletableFuture<?>>> waiting = new HashMap<>();
    private final Map<String, Integer> early = new LinkedHashMap<>();
    private VerbFailedException noReplies;
    private volatile boolean restored = true;

    /**
     * Listens with a receiver for each kind of error.
     *
     * @param refused gets the server's errors that are not denials
     * @param broken gets errors of the connection itself
     * @param unexpected gets exceptions of message handlers
     * @param dropped gets a sentence about messages that the client library dropped
     */
    public Refusals(
            java.util.function.Consumer<String> refused,
            java.util.function.Consumer<String> broken,
            java.util.function.Consumer<Throwable> unexpected,
            java.util.function.Consumer<String> dropped) {
        this.refused = refused;
        this.broken = broken;
        this.unexpected = unexpected;
        this.dropped = dropped;
    }

    /** Returns a listener that ignores all errors except denials. */
    public static Refusals only() {
        return new Refusals(error -> {}, error -> {}, error -> {}, messages -> {});
    }

    /** Returns the listener of a connection; one that receives nothing if the connection has another listener. */
    public static Refusals of(Connection connection) {
        return connection.getOptions().getErrorListener() instanceof Refusals own ? own : only();
    }

    /** Completes a wait with the error {@code denied} when the server denies the subject that it depends on. */
    public synchronized void await(CompletableFuture<?> wait, String subject) {
        add(key(subject), wait);
    }

    /** Ends what {@link #await} began. */
    public synchronized void forget(CompletableFuture<?> wait, String subject) {
        waiting.computeIfPresent(key(subject), (key, waits) -> {
            waits.remove(wait);
            return waits.isEmpty() ? null : waits;
        });
    }

    /** A wait for messages. */
    public interface Waiting<T> {
        /** Waits, and returns the messages. */
        T get() throws InterruptedException;
    }

    /**
     * Waits for messages of a subscription; the wait ends when the server denies the subscription, or the request for
     * its messages.
     *
     * @throws VerbFailedException if the server denies one of them
     */
    public <T> T whileGranted(Subscription subscription, String request, Waiting<T> messages)
            throws InterruptedException {
        CompletableFuture<Void> refused = new CompletableFuture<>();
        refused.exceptionally(denied -> {
            subscription.unsubscribe();
            return null;
        });
        await(refused, request);
        await(refused, subscription.getSubject());
        try {
            return messages.get();
        } catch (IllegalStateException | VerbFailedException e) {
            throw refused.isCompletedExceptionally() ? reason(refused) : e;
        } finally {
            forget(refused, request);
            forget(refused, subscription.getSubject());
        }
    }

    private static RuntimeException reason(CompletableFuture<Void> refused) {
        try {
            refused.join();
            return new IllegalStateException("nothing was denied");
        } catch (CompletionException e) {
            return e.getCause() instanceof VerbFailedException denied ? denied : e;
        }
    }

    @Override
    public void errorOccurred(Connection connection, String error) {
        Matcher denied = DENIED.matcher(error);
        if (denied.matches()) {
            refused(denied.group(1).equals("Publish"), denied.group(2), error);
        } else {
            refused.accept(error);
        }
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception e) {
        if (HandlerFailure.isOne(e)) {
            unexpected.accept(HandlerFailure.thrown(e));
            return;
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        broken.accept(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    @Override
    public void slowConsumerDetected(Connection connection, Consumer consumer) {
        dropped.accept(HandlerFailure.dropped(consumer));
    }

    /** Returns whether the connection was never lost, or is restored with its subscriptions. */
    boolean isRestored() {
        return restored;
    }

    /** Notes that the connection and its subscriptions are restored. */
    public void restored() {
        restored = true;
    }

    /**
     * Notes that the connection is lost, and ends all waits: the server may have carried out the requests, but no reply
     * arrives.
     */
    public synchronized void lost() {
        restored = false;
        VerbFailedException lost =
                VerbFailedException.of("connection: lost while waiting for a reply", Reason.CONNECTION);
        List.copyOf(waiting.values())
                .forEach(waits -> List.copyOf(waits).forEach(wait -> wait.completeExceptionally(lost)));
    }

    private synchronized void refused(boolean publish, String subject, String error) {
        VerbFailedException denied = denied(error);
        if (!publish && ALL_REPLIES.matcher(subject).matches()) {
            noReplies =
                    VerbFailedException.said(NO_REPLIES + error, "denied: " + NO_REPLIES + error, Reason.ANSWER_DENIED);
            waiting.values().forEach(waits -> waits.forEach(wait -> wait.completeExceptionally(noReplies)));
            return;
        }
        Deque<CompletableFuture<?>> waits = waiting.get(key(subject));
        if (waits != null && !waits.isEmpty()) {
            waits.remove().completeExceptionally(denied);
        } else if (publish) {
            early.merge(key(subject), 1, Integer::sum);
            if (early.size() > MOST) {
                early.remove(early.keySet().iterator().next());
            }
        }
    }

    /** A denial may arrive before the wait for its reply begins. */
    private void add(String key, CompletableFuture<?> wait) {
        if (noReplies != null) {
            wait.completeExceptionally(noReplies);
        } else if (early.containsKey(key)) {
            early.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
            wait.completeExceptionally(denied("Permissions Violation for Publish to \"" + key + "\""));
        } else {
            waiting.computeIfAbsent(key, k -> new ArrayDeque<>()).add(wait);
        }
    }

    private static VerbFailedException denied(String error) {
        return VerbFailedException.said(error, "denied: " + error, Reason.DENIED);
    }

    /**
     * Returns whether the server's error is about a denied subject; only its text shows that (client.go,
     * pubPermissionViolation).
     */
    static boolean isDenial(String error) {
        return DENIED.matcher(error).matches();
    }

    /** jnats removes all apostrophes from the server's errors. */
    private static String key(String subject) {
        return subject.replace("'", "");
    }
}
