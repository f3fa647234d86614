package dev.binrun.check;

import static dev.binrun.check.CheckType.of;

import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.UnreadableException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;

/** All checks. */
public final class Checks {
    /** The built-in checks, in the order of the reference. */
    public static final List<CheckType> ALL = List.of(
            of(
                    "no-acked-loss",
                    NoAckedLoss.class,
                    "every acknowledged message is in the stream, or was consumed, or was removed by a limit or a request"),
            of("no-duplicates", NoDuplicates.class, "no message is stored twice, compared by msg_id or payload"),
            of(
                    "delivered",
                    Delivered.class,
                    "each stored message that matches the consumer's filters reached it, at least once or exactly once"),
            of("ordered", Ordered.class, "the messages of a subject are delivered in stream order"),
            of("max-deliveries", MaxDeliveries.class, "no message was delivered more often than at_most"),
            of(
                    "mirror-equals-origin",
                    MirrorEqualsOrigin.class,
                    "the mirror has caught up and holds the messages of its origin"),
            of("replicas-agree", ReplicasAgree.class, "every replica holds the same messages"),
            of("kv-linearizable", KvLinearizable.class, "the history of each key is linearizable"));

    /** The names of the keys beside a check, which no check can have. */
    private static final Set<String> KEYS = Set.of("name");

    private static final OwnChecks OWN = OwnChecks.load(
            ServiceLoader.load(OwnCheck.class, OwnCheck.class.getClassLoader()),
            name -> KEYS.contains(name) || find(name, ALL).isPresent());

    private static final List<CheckType> WITH_OWN =
            Stream.of(ALL, OWN.found()).flatMap(List::stream).toList();

    private Checks() {}

    /** Returns the built-in checks, then those of projects. */
    public static List<CheckType> all() {
        return WITH_OWN;
    }

    /** Returns the checks of projects. */
    public static List<CheckType> own() {
        return OWN.found();
    }

    /** Returns the problems of the checks of projects. */
    public static List<String> problems() {
        return OWN.problems();
    }

    /** Returns the check with a name; empty if there is none. */
    public static Optional<CheckType> find(String name) {
        return find(name, WITH_OWN);
    }

    private static Optional<CheckType> find(String name, List<CheckType> types) {
        return types.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** Judges a run. The result is unknown if the history is incomplete or the final state cannot be read. */
    public static Judgement judge(Check check, History history, FinalState end) {
        if (history.incomplete().isPresent()) {
            return new Judgement.Unknown(history.incomplete().get());
        }
        try {
            return check.judge(history, end);
        } catch (UnreadableException e) {
            return new Judgement.Unknown(e.getMessage());
        }
    }
}
