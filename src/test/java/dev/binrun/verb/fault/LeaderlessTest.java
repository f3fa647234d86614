package dev.binrun.verb.fault;

import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What steps say where nodes are away, and streams and consumers with them: not that these are not there. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
final class LeaderlessTest {
    private static final String CLUSTER = """
            timeout: 90s
            server: { nodes: 3 }
            streams: [ { name: A, subjects: [a.>], num_replicas: 3 } ]
            consumers: [ { stream: A, durable_name: c } ]
            """;

    @Test
    void withoutAMajority_whatIsThereHasNoLeader_andWhoIsAwayIsSaid() {
        passes(CLUSTER + """
                steps:
                  - consumer next: { stream: A, consumer: d, no_wait: true }
                    error: { code: 503, description: "no responders: there is no consumer 'd' on 'A' that is pulled from (not found)" }
                  - consumer step-down: { stream: A, consumer: c, preferred: leader of A }
                  - server stop: follower of A
                  - server stop: leader of A
                  - consumer next: { stream: A, consumer: c, no_wait: true }
                    client: next
                    error: { code: 503, description: "~ ^no responders: the consumer 'c' on 'A' has no leader now, or is not pulled from$" }
                  - consumer next: { stream: A, consumer: d, no_wait: true }
                    client: next
                    error: { code: 503, description: "~ : there is no consumer 'd' on 'A' that is pulled from, or it was on a node that is away .n. is stopped, n. is stopped.$" }
                  - pub: { subject: a.x }
                    client: next
                    error: { code: 503, description: "~ ^no responders on a.x: no stream takes it, or the one that does has no leader .n. is stopped, n. is stopped.$" }
                  - stream info: A
                    client: next
                    error: { description: "~ ^timeout: no answer on .*STREAM.INFO.A within 5s .is there a leader that it reaches, and is there no '.' in a name" }
                """);
    }

    @Test
    void stepDown_toANodeThatIsAway_endsWithTheFirstElection() {
        passes(CLUSTER + """
                steps:
                  - server stop: follower of A
                    as: away
                  - stream step-down: { stream: A, preferred: "${away.node}" }
                    as: refused
                    error: { description: "~ ^A is led by n[123], not by n[123], which is stopped$" }
                  - server log: "new stream leader for .* > A'"
                    expect: { lines: { size: "<= 2" } }
                """);
    }

    @Test
    void stepDown_toANodeThatIsCutOff_saysWhoLeadsInItsPlace() {
        passes(CLUSTER + """
                steps:
                  - server info: follower of A
                    as: cut
                  - network cut: { from: "${cut.node}" }
                  - stream step-down: { stream: A, preferred: "${cut.node}", timeout: 8s }
                    error: { description: "~ ^timeout: A is led by n[123], not by ${cut.node}, which was preferred and passed over for 8s .is it current" }
                """);
    }

    @Test
    void log_hasNoLinesOfOurStream() {
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
    void clients_thatBeginWhileNodesAreAway_connectToTheOther() {
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
    void connection_toANodeThatIsPaused_isNotAnswered() {
        passes(CLUSTER + """
                clients: { ann: { node: n1 } }
                steps:
                  - server pause: n1
                  - account info:
                    client: ann
                    error: { description: "connection: client 'ann' cannot connect: no answer within 5s" }
                """);
    }
}
