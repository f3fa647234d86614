package dev.binrun.verb.fault;

import static dev.binrun.verb.Judging.breaks;
import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Faults at nodes that are selected by their roles, on real clusters. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
final class RolesTest {
    private static final String CLUSTER = """
            timeout: 90s
            server: { nodes: 3 }
            streams: [ { name: A, subjects: [a.>], num_replicas: 3 }, { name: ONE, subjects: [one] } ]
            consumers: [ { stream: A, durable_name: c } ]
            """;

    @Test
    void roles_agreeWithTheApi() {
        passes(CLUSTER + """
                steps:
                  - stream info: A
                    as: info
                  - server info: leader of A
                    expect: { node: "${info.cluster.leader}", state: running }
                  - server info: follower of A
                    expect: { node: "!= ${info.cluster.leader}" }
                  - consumer info: A c
                    as: consumer
                  - server info: leader of A c
                    expect: { node: "${consumer.cluster.leader}" }
                  - stream info: ONE
                    as: one
                  - server info: leader of ONE
                    expect: { node: "${one.cluster.leader}" }
                  - stream step-down: { stream: A, preferred: "${info.cluster.replicas.0.name}" }
                    expect: { previous: "${info.cluster.leader}", leader: "${info.cluster.replicas.0.name}" }
                  - server log: { grep: "Starting nats-server" }
                    expect: { lines: { any: "~ ^n2 ", each: "~ Starting" }, node: { absent: true } }
                  - server log: { grep: "Starting nats-server", node: n3 }
                    expect: { node: n3, lines: { each: "~ ^\\\\[" } }
                """);
    }

    @Test
    void stepDown_preferredNodeIsLeader_changesNothing() {
        passes(CLUSTER + """
                steps:
                  - stream info: A
                    as: stream
                  - stream step-down: { stream: A, preferred: "${stream.cluster.leader}" }
                    expect: { success: true, previous: "${stream.cluster.leader}", leader: "${stream.cluster.leader}" }
                  - consumer info: A c
                    as: consumer
                  - consumer step-down: { stream: A, consumer: c, preferred: "${consumer.cluster.leader}" }
                    expect: { success: true, leader: "${consumer.cluster.leader}" }
                  - meta step-down: { preferred: n2 }
                    expect: { success: true, leader: n2 }
                  - meta step-down: { preferred: n2 }
                    expect: { success: true, previous: n2, leader: n2 }
                """);
    }

    @Test
    void stepDown_preferredFollower_becomesLeader() {
        passes(CLUSTER + """
                steps:
                  - stream info: A
                    as: before
                  - stream step-down: { stream: A, preferred: follower of A }
                    expect: { previous: "${before.cluster.leader}", leader: "!= ${before.cluster.leader}" }
                  - stream step-down: { stream: A, preferred: leader of ONE }
                    as: joined
                  - server info: leader of ONE
                    expect: { node: "${joined.leader}" }
                """);
    }

    /** A leader that has not heard from the preferred node yet chooses another: 1 in 40 with both cores busy. */
    @Test
    void stepDown_streamIsNew_makesThePreferredNodeLeader() {
        passes(CLUSTER + """
                steps:
                  - repeat:
                      count: 20
                      steps:
                        - stream add: { name: "C${i}", mirror: { name: A }, num_replicas: 3 }
                        - stream step-down: { stream: "C${i}", preferred: n2 }
                          expect: { leader: n2 }
                """);
    }

    @Test
    void cut_leader_causesAnElection() {
        passes(CLUSTER + """
                clients: { two: { node: n2 }, three: { node: n3 } }
                steps:
                  - pub: a.x one
                  - network cut: leader of A
                    as: cut
                    expect: { state: cut, to: { size: 2 } }
                  - server info: leader of A
                    within: 40s
                    expect: { node: "!= ${cut.node}" }
                  - parallel: # the client of the node that is cut off reaches no stream, the other one does
                      - - pub: { subject: a.x, data: two, msg_id: two, retry: 2s, count: 1, partial: true }
                          client: two
                      - - pub: { subject: a.x, data: two, msg_id: two, retry: 2s, count: 1, partial: true }
                          client: three
                  - network heal:
                  - server kill: leader of A
                    as: killed
                  - server info: leader of A
                    expect: { node: "!= ${killed.node}" }
                  - server start: ${killed.node}
                  - stream info: A
                    within: 20s
                    expect: { state: { messages: 2 }, cluster: { replicas: { size: 2, each: { current: true } } } }
                """);
    }

    /** The search for a leader ends with the step's timeout or within. */
    @Test
    void leader_isMissing_isATimeoutOfTheStep() {
        fails(
                CLUSTER + """
                steps:
                  - server pause: [n1, n2]
                  - network cut: { from: leader of A, timeout: 300ms }
                    error: timeout
                  - server kill: { node: leader of A, timeout: 300ms }
                    error: { description: timeout }
                  - stream step-down: { stream: A, preferred: leader of A, timeout: 300ms }
                    error: timeout
                  - server info: n3
                    expect: { state: running }
                    as: before
                  - server info: n3
                    expect: { at: "< ${before.at+3s}" }
                  - server info: leader of A
                    within: 1s
                    expect: { state: running }
                """,
                "t.yaml:18: server info: expected an answer, was the error 'timeout: there is no 'leader of A': no leader that a"
                        + " majority of the nodes knows (n1 is paused, n2 is paused, n3 is running)'");
    }

    /** Kills a node that is recovering. The step must not wait for the start. */
    @Test
    void kill_nodeIsStarting_failsTheStart() {
        passes(CLUSTER + """
                steps:
                  - server kill: n1
                  - parallel:
                      - - server start: n1
                          error: n1 was killed while it started
                      - - server log: { node: n1, grep: Starting nats-server }
                          within: 10s
                          expect: { lines: { size: 2 } }
                        - server kill: { node: n1, timeout: 1s }
                          expect: { state: stopped, took: "< 1s" }
                  - server start: n1
                    expect: { state: running }
                """);
    }

    @Test
    void follower_streamHasOneReplica_isBroken() {
        breaks(
                CLUSTER + """
                steps:
                  - server kill: follower of ONE
                """,
                "t.yaml:6: server kill: no node fits 'follower of ONE': ONE has only one replica (num_replicas)");
    }

    @Test
    void metaStepDown_configurationHasUsers_needsTheSystemAccount() {
        String server = """
                timeout: 60s
                server:
                  nodes: 3
                  config: { accounts: { $SYS: { users: [ { user: admin, password: pw } ] } } }
                clients: { admin: { user: admin, password: pw } }
                """;
        fails(
                server + "steps:\n  - meta step-down:\n    expect: { success: true }\n",
                "t.yaml:7: meta step-down: expected an answer, was the error 'timeout: no reply on"
                        + " $JS.API.META.LEADER.STEPDOWN within 5s (only a client of the system account may send this, and only in"
                        + " a cluster; write client: NAME, with a user that server.config has in accounts.$SYS)'");
        passes(server + """
                steps:
                  - meta step-down:
                    error: timeout
                  - meta step-down:
                    client: admin
                    expect: { success: true }
                """);
    }
}
