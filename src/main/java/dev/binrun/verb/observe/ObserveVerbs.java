package dev.binrun.verb.observe;

import static dev.binrun.verb.VerbType.reads;

import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbType;
import java.util.List;

/** The verbs that observe servers and accounts. */
public final class ObserveVerbs {
    /** The verbs, in the order of the reference. */
    public static final List<VerbType> ALL = List.of(
            reads("account info", AccountInfo.class, "account nfo").answering("Account"),
            reads("server info", ServerInfo.class, "server i")
                    .answering(AnswerForm.of("Node | {version server_id server_name id name host cluster: text,"
                                    + " jetstream headers auth_required tls_required: boolean,"
                                    + " max_payload proto port client_id: number}")
                            .when("node", "Node | {version server_name name host: text, port pid: number}")),
            reads("server check stream", CheckStream.class).answering("Health"),
            reads("server check consumer", CheckConsumer.class).answering("Health"),
            reads("server check jetstream", CheckJetStream.class, "server check js")
                    .answering("Health"),
            reads("server log", ServerLog.class).answering("{node: text, lines: [text]}"));

    private ObserveVerbs() {}
}
