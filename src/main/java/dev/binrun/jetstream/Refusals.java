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
 * Hears what the server refuses without answering the request ({@code -ERR}, client.go pubPermissionViolation), and has whoever
 * waits for that answer wait no longer. The error listener of one connection.
 */
public final class Refusals implements ErrorListener {
    private static final String NO_ANSWERS = "no answer can reach this client: ";

    private static final Pattern DENIED =
            Pattern.compile("Permissions Violation for (Publish|Subscription) to \"(.*?)\".*");

    /** Where the client has the answers to all its requests come to. */
    private static final Pattern ALL_ANSWERS = Pattern.compile("_INBOX\\.\\w+\\.\\*");

    /** Refusals for which nobody waits yet; more than requests can be under way, for some of plain publishes are never fetched. */
    private static final int MOST = 10_000;

    private final java.util.function.Consumer<String> refused;
    private final java.util.function.Consumer<String> broken;
    private final java.util.function.Consumer<Throwable> unexpected;
    private final java.util.function.Consumer<String> dropped;
    private final Map<String, Deque<CompletableFuture<?>>> waiting = new HashMap<>();
    private final Map<String, Integer> early = new LinkedHashMap<>();
    private VerbFailedException noAnswers;
    private volatile boolean there = true;

    /**
     * @param refused gets what the server refuses besides
     * @param broken gets what goes wrong with the connection itself
     * @param unexpected gets what a message handler throws
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

    /** Those of a connection of which nothing else is to be heard. */
    public static Refusals only() {
        return new Refusals(error -> {}, error -> {}, error -> {}, messages -> {});
    }

    /** Those of a connection; of one that was made without them some that hear nothing. */
    public static Refusals of(Connection connection) {
        return connection.getOptions().getErrorListener() instanceof Refusals own ? own : only();
    }

    /** Has a wait end with an error of {@code denied} when the server refuses a subject that it depends on. */
    public synchronized void await(CompletableFuture<?> wait, String subject) {
        add(key(subject), wait);
    }

    /** The wait is over. */
    public synchronized void forget(CompletableFuture<?> wait, String subject) {
        waiting.computeIfPresent(key(subject), (key, waits) -> {
            waits.remove(wait);
            return waits.isEmpty() ? null : waits;
        });
    }

    /** Something that waits for messages. */
    public interface Waiting<T> {
        T get() throws InterruptedException;
    }

    /**
     * Waits for messages of a subscription, which ends when the server refuses it or the request for its messages.
     *
     * @throws VerbFailedException if it does
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
            return new IllegalStateException("nothing was refused");
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

    /** Whether the connection was not lost, or is wholly there again. */
    boolean isThere() {
        return there;
    }

    /** The connection is wholly there again, its subscriptions too. */
    public void restored() {
        there = true;
    }

    /** The connection is lost: no answer comes to what was sent over it, whether it was carried out or not. */
    public synchronized void lost() {
        there = false;
        VerbFailedException lost =
                VerbFailedException.of("connection: lost while waiting for an answer", Reason.CONNECTION);
        List.copyOf(waiting.values())
                .forEach(waits -> List.copyOf(waits).forEach(wait -> wait.completeExceptionally(lost)));
    }

    private synchronized void refused(boolean publish, String subject, String error) {
        VerbFailedException denied = denied(error);
        if (!publish && ALL_ANSWERS.matcher(subject).matches()) {
            noAnswers =
                    VerbFailedException.said(NO_ANSWERS + error, "denied: " + NO_ANSWERS + error, Reason.ANSWER_DENIED);
            waiting.values().forEach(waits -> waits.forEach(wait -> wait.completeExceptionally(noAnswers)));
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

    /** What was refused before somebody came to wait for it, he is told at once. */
    private void add(String key, CompletableFuture<?> wait) {
        if (noAnswers != null) {
            wait.completeExceptionally(noAnswers);
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

    /** Returns whether the server's error says that it denied a subject; only its text tells (client.go, pubPermissionViolation). */
    static boolean isDenial(String error) {
        return DENIED.matcher(error).matches();
    }

    /** The client takes all apostrophes out of the server's errors. */
    private static String key(String subject) {
        return subject.replace("'", "");
    }
}
