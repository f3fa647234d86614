package dev.binrun.server;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The servers that a test opened and did not close yet, with the places that opened them. A server belongs to the test
 * on whose thread it was opened. A thread that the test created must run code of the test's class, because a test may
 * also be the reason for a new thread of a pool that runs other tests.
 */
public final class OpenServers {
    private static final InheritableThreadLocal<Owner> OWNER = new InheritableThreadLocal<>();
    private static final Map<NatsServer, OpenedServer> OPEN = new ConcurrentHashMap<>();

    private OpenServers() {}

    /**
     * An open server.
     *
     * @param trace of the thread that opened it
     */
    public record OpenedServer(NatsServer server, String owner, List<StackTraceElement> trace) {}

    /**
     * A test.
     *
     * @param outermost the name of its outermost class
     */
    private record Owner(String id, String outermost, Thread thread) {
        boolean opens(StackTraceElement... trace) {
            return thread == Thread.currentThread()
                    || Stream.of(trace)
                            .map(StackTraceElement::getClassName)
                            .anyMatch(name -> name.equals(outermost) || name.startsWith(outermost + "$"));
        }
    }

    /**
     * Notes the owner of the servers that the current thread opens from now on.
     *
     * @param owner the id of the test
     * @param outermost the name of its outermost class
     */
    public static void begin(String owner, String outermost) {
        OWNER.set(new Owner(owner, outermost, Thread.currentThread()));
    }

    /** Makes no test the owner of the servers that the current thread opens from now on. */
    public static void leave() {
        OWNER.remove();
    }

    /** Opens servers that belong to no test, although the current thread runs one. */
    public static <T> T unowned(Supplier<T> opening) {
        Owner owner = OWNER.get();
        leave();
        try {
            return opening.get();
        } finally {
            OWNER.set(owner);
        }
    }

    /** Ends the ownership of the current thread, and returns the open servers of the owner. */
    public static List<OpenedServer> end(String owner) {
        leave();
        List<OpenedServer> open = OPEN.values().stream()
                .filter(opening -> opening.owner().equals(owner))
                .toList();
        open.forEach(opening -> OPEN.remove(opening.server()));
        return open;
    }

    static NatsServer opened(NatsServer server) {
        Owner owner = OWNER.get();
        if (owner != null) {
            StackTraceElement[] trace = new Throwable().getStackTrace();
            if (owner.opens(trace)) {
                OPEN.put(server, new OpenedServer(server, owner.id(), List.of(trace)));
            }
        }
        return server;
    }

    static void closed(NatsServer server) {
        OPEN.remove(server);
    }
}
