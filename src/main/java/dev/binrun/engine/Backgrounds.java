package dev.binrun.engine;

import dev.binrun.engine.client.UnexpectedFailures;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.verb.Background;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The background verbs of a run, by name, and other resources of its steps. The last one is closed first. */
final class Backgrounds {
    private final UnexpectedFailures unexpected;
    private final Map<String, List<Background>> named = new HashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** @param unexpected records the unexpected failures to close something */
    Backgrounds(UnexpectedFailures unexpected) {
        this.unexpected = unexpected;
    }

    /** Closes the background verbs that an earlier step started under a name. */
    void replace(String name) {
        List<Background> earlier;
        synchronized (this) {
            earlier = named.remove(name);
            if (earlier != null) {
                open.removeAll(earlier);
            }
        }
        if (earlier != null) {
            earlier.forEach(Background::close);
        }
    }

    /**
     * Adds a background verb.
     *
     * @param name by which later steps find it; empty if they cannot
     */
    synchronized void keep(Optional<String> name, Background background) {
        open.push(background);
        name.ifPresent(
                key -> named.computeIfAbsent(key, absent -> new ArrayList<>()).add(background));
    }

    /** Returns the background verbs of a name in the order of their start; empty if there are none. */
    synchronized List<Background> kept(String name) {
        return List.copyOf(named.getOrDefault(name, List.of()));
    }

    /** Returns all background verbs that are open. */
    synchronized List<Background> gathering() {
        return open.stream()
                .filter(Background.class::isInstance)
                .map(Background.class::cast)
                .toList();
    }

    /** Adds a resource that is closed with the background verbs. */
    synchronized void atEnd(AutoCloseable resource) {
        open.push(resource);
    }

    /** Closes everything that is open, and returns the failures. */
    List<String> close() {
        List<String> failures = new ArrayList<>();
        for (Optional<AutoCloseable> next = last(); next.isPresent(); next = last()) {
            try {
                next.get().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (VerbFailedException e) {
                failures.add(e.getMessage());
            } catch (RuntimeException | Error e) {
                unexpected.add(e); // the others must still be closed
            } catch (Exception e) {
                failures.add("a resource of a step could not be closed: " + e);
            }
        }
        return failures;
    }

    private synchronized Optional<AutoCloseable> last() {
        return Optional.ofNullable(open.poll());
    }
}
