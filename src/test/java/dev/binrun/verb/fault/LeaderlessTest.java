package dev.binrun.verb.fault;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.verb.Judging;
import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of steps while nodes are away. They must not state that existing streams and consumers do not exist. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
final class LeaderlessTest {
    private static final String CLUSTER = """
            timeout: 90s
            server: { nodes: 3 }
            streams: [ { name: A, subjects: [a.>], num_replicas: 3 } ]
            consumers: [ { stream: A, durable_name: c } ]
            """;

    private static final String WITHOUT_A_MAJORITY = """
              - consumer step-down: { stream: A, consumer: c, preferred: leader of A }
              - server stop: follower of A
              - server stop: leader of A
            """;

    @Test
    void majorityLost_existingAssets_haveNoLeader() {
        passes(CLUSTER + """
                steps:
                  - consumer next: { stream: A, consumer: d, no_wait: true }
                    error: { code: 503, description: "no responders: not found" }
                """ + WITHOUT_A_MAJORITY + """
                  - consumer next: { stream: A, consumer: c, no_wait: true }
                    client: next
                    error: { code: 503, description: no responders }
                  - pub: { subject: a.x }
                    client: next
                    error: no responders
                  - stream info: A
                    client: next
                    error: timeout
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "consumer next: { stream: A, consumer: c, no_wait: true }"
                        + "|no responders: the consumer 'c' on 'A' has no leader now, or is a push consumer",
                "consumer next: { stream: A, consumer: d, no_wait: true }|no responders: there is no pull consumer 'd' on 'A',"
                        + " or it is on a node that does not run (nN is stopped, nN is stopped)",
                "pub: { subject: a.x }|no responders on a.x: no stream has this subject, or the stream has no leader"
                        + " (nN is stopped, nN is stopped)",
                "stream info: A|timeout: no reply on $JS.API.STREAM.INFO.A within 5s (nN is stopped, nN is stopped)"
            })
    void majorityLost_error_namesTheStoppedNodes(String stepAndError) {
        String[] parts = stepAndError.split("[|]");
        Verdict verdict = Judging.verdict(
                Path.of("t.yaml"),
                CLUSTER + "steps:\n  - stream ls:\n" + WITHOUT_A_MAJORITY + "  - " + parts[0]
                        + "\n    client: next\n    expect: { seq: 1 }\n");

        String error = verdict.message().replaceAll("n[123] is", "nN is").replaceAll("^.* was the error ", "");
        assertEquals("'" + parts[1] + "'", error);
    }

    @Test
    void stepDown_preferredNodeIsStopped_failsAfterOneElection() {
        passes(CLUSTER + """
                steps:
                  - server stop: follower of A
                    as: away
                  - stream step-down: { stream: A, preferred: "${away.node}" }
                    as: refused
                    error: the preferred node is stopped
                  - server log: "new stream leader for .* > A'"
                    expect: { lines: { size: "<= 2" } }
                """);
    }

    @Test
    void stepDown_preferredNodeIsCutOff_isATimeout() {
        passes(CLUSTER + """
                steps:
                  - server info: follower of A
                    as: cut
                  - network cut: { from: "${cut.node}" }
                  - stream step-down: { stream: A, preferred: "${cut.node}", timeout: 8s }
                    error: timeout
                """);
    }

    @Test
    void serverLog_omitsLinesAboutTheReadinessStream() {
        passes(CLUSTER.replace("streams", "# ").replace("consumers", "# ") + """
                steps:
                  - server log: binrun-ready
                    during: 300ms
                    expect: { lines: [] }
                  - server log: new stream leader
                    expect: { lines: [] }
                """);
    }

    @Test
    void client_connectsWhileNodesAreAway_usesTheOther() {
        passes(CLUSTER + """
                steps:
                  - server stop: n1
                  - server pause: n2
                  - parallel:
                      - - server info:
                          client: ann
                          expect: { node: n3 }
                      - - server info:
                          client: bob
                          expect: { node: n3 }
                      - - server info:
                          client: cat
                          expect: { node: n3 }
                      - - server info:
                          client: dan
                          expect: { node: n3 }
                """);
    }

    @Test
    void client_nodeIsPaused_cannotConnect() {
        fails(
                CLUSTER + """
                clients: { ann: { node: n1 } }
                steps:
                  - server pause: n1
                  - account info:
                    client: ann
                    error: timeout
                """,
                "t.yaml:8: account info: error: expected a description with 'timeout', was {\"description\":\"connection\"}"
                        + " (connection: client 'ann' cannot connect: no reply within 5s (n1 is paused))");
    }
}
