package dev.binrun.verb.observe;

import static dev.binrun.verb.VerbType.reads;

import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs of what the server says of itself, in the order of the reference. */
public final class ObserveVerbs {
    public static final List<VerbType> ALL = List.of(
            reads("account info", AccountInfo.class, "account nfo"),
            reads("server info", ServerInfo.class, "server i"),
            reads("server check stream", CheckStream.class),
            reads("server check consumer", CheckConsumer.class),
            reads("server check jetstream", CheckJetStream.class, "server check js"),
            reads("server log", ServerLog.class));

    private ObserveVerbs() {}
}
