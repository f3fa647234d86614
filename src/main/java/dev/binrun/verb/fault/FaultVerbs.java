package dev.binrun.verb.fault;

import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs that strike, in the order of the reference. */
public final class FaultVerbs {
    public static final List<VerbType> ALL = List.of(
            writes("server stop", ServerStop.class),
            writes("server kill", ServerKill.class),
            writes("server start", ServerStart.class),
            writes("server restart", ServerRestart.class),
            writes("server pause", ServerPause.class),
            writes("server resume", ServerResume.class),
            writes("server lame-duck", ServerLameDuck.class, "server ldm"),
            writes("stream step-down", StreamStepDown.class, "stream stepdown", "stream cluster step-down"),
            writes("consumer step-down", ConsumerStepDown.class, "consumer stepdown", "consumer cluster step-down"),
            writes("meta step-down", MetaStepDown.class, "meta stepdown", "server cluster step-down"),
            writes("network cut", NetworkCut.class),
            writes("network heal", NetworkHeal.class),
            writes("network delay", NetworkDelay.class));

    private FaultVerbs() {}
}
