package dev.binrun.verb.fault;

import static dev.binrun.verb.VerbType.writes;

import dev.binrun.verb.VerbTrait;
import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs that inject faults. */
public final class FaultVerbs {
    /** The verbs, in the order of the reference. */
    public static final List<VerbType> ALL = List.of(
            writes("server stop", ServerStop.class).with(VerbTrait.FAULT).answering("Node | {killed: boolean}"),
            writes("server kill", ServerKill.class).with(VerbTrait.FAULT).answering("Node"),
            writes("server start", ServerStart.class)
                    .with(VerbTrait.FAULT)
                    .undoing("server kill")
                    .answering("Node"),
            writes("server restart", ServerRestart.class).with(VerbTrait.FAULT).answering("Node"),
            writes("server pause", ServerPause.class).with(VerbTrait.FAULT).answering("Node"),
            writes("server resume", ServerResume.class)
                    .with(VerbTrait.FAULT)
                    .undoing("server pause")
                    .answering("Node"),
            writes("server lame-duck", ServerLameDuck.class, "server ldm")
                    .with(VerbTrait.FAULT)
                    .answering("Node"),
            writes("stream step-down", StreamStepDown.class, "stream stepdown", "stream cluster step-down")
                    .answering("StepDown"),
            writes("consumer step-down", ConsumerStepDown.class, "consumer stepdown", "consumer cluster step-down")
                    .answering("StepDown"),
            writes("meta step-down", MetaStepDown.class, "meta stepdown", "server cluster step-down")
                    .with(VerbTrait.NEEDS_SYSTEM_ACCOUNT, VerbTrait.NEEDS_META_GROUP)
                    .answering("StepDown"),
            writes("network cut", NetworkCut.class)
                    .with(VerbTrait.CUTS_NETWORK, VerbTrait.FAULT)
                    .answering("Cut"),
            writes("network heal", NetworkHeal.class)
                    .with(VerbTrait.CUTS_NETWORK, VerbTrait.FAULT)
                    .answering("Cut"),
            writes("network delay", NetworkDelay.class)
                    .with(VerbTrait.CUTS_NETWORK, VerbTrait.FAULT)
                    .answering("Cut"));

    private FaultVerbs() {}
}
