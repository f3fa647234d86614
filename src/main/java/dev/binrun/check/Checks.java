package dev.binrun.check;

import static dev.binrun.check.CheckType.of;

import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.UnreadableException;
import java.util.List;
import java.util.Optional;

/** All checks, in the order of the reference. */
public final class Checks {
    public static final List<CheckType> ALL = List.of(
            of(
                    "no-acked-loss",
                    NoAckedLoss.class,
                    "every acknowledged message is there, or was delivered and acknowledged, or left by a limit that says so"),
            of("no-duplicates", NoDuplicates.class, "no message is stored twice, by msg_id or payload"),
            of("delivered", Delivered.class, "each stored message that matches reached the consumer so"),
            of("ordered", Ordered.class, "deliveries of a subject come in stream order"),
            of("max-deliveries", MaxDeliveries.class, "no message was delivered more often"),
            of(
                    "mirror-equals-origin",
                    MirrorEqualsOrigin.class,
                    "after the mirror has caught up it holds the same messages in the same order"),
            of("replicas-agree", ReplicasAgree.class, "every replica holds the same messages"),
            of("kv-linearizable", KvLinearizable.class, "the history of each key is linearizable"));

    private Checks() {}

    /** The check with a name. */
    public static Optional<CheckType> find(String name) {
        return ALL.stream().filter(type -> type.name().equals(name)).findFirst();
    }

    /** What a check says; what cannot be read, or was not recorded in full, is unknown. */
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
