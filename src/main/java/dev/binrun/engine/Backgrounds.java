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

/** What the steps of a run let go on, by name; closed in reverse. */
final class Backgrounds {
    private final UnexpectedFailures unexpected;
    private final Map<String, List<Background>> named = new HashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** @param unexpected records what fails unexpectedly when something is closed */
    Backgrounds(UnexpectedFailures unexpected) {
        this.unexpected = unexpected;
    }

    /** Forgets and ends what an earlier step let go on under a name. */
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

    synchronized void keep(Optional<String> name, Background background) {
        open.push(background);
        name.ifPresent(n -> named.computeIfAbsent(n, x -> new ArrayList<>()).add(background));
    }

    synchronized List<Background> kept(String name) {
        return List.copyOf(named.getOrDefault(name, List.of()));
    }

    /** What goes on and gathers. */
    synchronized List<Background> gathering() {
        return open.stream()
                .filter(Background.class::isInstance)
                .map(Background.class::cast)
                .toList();
    }

    synchronized void atEnd(AutoCloseable resource) {
        open.push(resource);
    }

    /** Closes everything that is open. Returns what went wrong with it. */
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
                unexpected.add(e); // and the rest is still closed
            } catch (Exception e) {
                failures.add("what a step opened could not be closed: " + e);
            }
        }
        return failures;
    }

    private synchronized Optional<AutoCloseable> last() {
        return Optional.ofNullable(open.poll());
    }
}
