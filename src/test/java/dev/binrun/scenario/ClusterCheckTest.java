package dev.binrun.scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterCheckTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "server kill: n4|18|there is no node 'n4' (known: n1, n2, n3)",
                "server kill: 1|18|there is no node '1' (did you mean 'n1'?)",
                "server kill: leader|18|there is no node 'leader' (of which stream? leader of ORDERS; or meta leader)",
                "server stop: metaleader|18|there is no node 'metaleader' (did you mean 'meta leader'?)",
                "server kill: { timeout: 1s }|18|'server kill' needs 'node' because the cluster has n1, n2, n3 "
                        + "(name one of these, leader of a stream, follower of a stream, or any)",
                "network cut: follower|18|there is no node and no client 'follower' (of which stream? follower "
                        + "of ORDERS; or meta follower)",
                "network cut: shop|18|there is no node and no client 'shop' (known: n1, n2, n3, any, default, "
                        + "nodes, pinned)",
                "network cut: any|18|'any' is a role or a group, and also the name of a client; rename the client",
                "network heal: { from: nodes }|27|'nodes' is a role or a group, and also the name of a client; "
                        + "rename the client",
                "stream step-down: { stream: A, preferred: n9 }|47|there is no node 'n9' (known: n1, n2, n3)",
                "meta step-down: { host: n9 }|29|there is no node 'n9' (known: n1, n2, n3)",
                "network cut: { from: pinned, to: [n2, n3] }|26|'network cut': pinned has no connection to n2, "
                        + "n3, because it connects to n1 only",
                "network delay: { from: n2, to: pinned, latency: 1s }|36|'network delay': pinned has no "
                        + "connection to n2, because it connects to n1 only",
                "server start: leader of A|19|'server start': leader of A is always a node that runs; write "
                        + "'as: gone' beside the server kill, and ${gone.node} here",
                "server resume: { node: meta leader }|28|'server resume': meta leader is always a node that "
                        + "runs; write 'as: gone' beside the server pause, and ${gone.node} here",
            })
    void names_unknownNode_isAnErrorAtLoad(String step, int column, String message) {
        ScenarioAssertions.wrong("""
                server: { nodes: 3 }
                clients: { any: {}, nodes: {}, pinned: { node: n1 } }
                steps:
                  - STEP
                    expect: { x: 1 }
                """.replace("STEP", step), "4:" + column + ": " + message);
    }

    @Test
    void clients_namedLikeGroups_areInvalidOnlyInNetworkFaults() {
        ScenarioAssertions.valid("""
                server: { nodes: 3 }
                clients: { any: {}, all: {}, pinned: { node: n1 } }
                steps:
                  - network cut: { from: n1, to: [n2, default] }
                  - network cut: { from: [default, pinned], to: [n1, n2, n3] }
                  - network cut: { from: pinned, to: [n2, leader of A] }
                  - server info:
                    client: any
                    expect: { x: 1 }
                """);
    }

    @Test
    void singleServer_metaStepDown_isInvalid() {
        ScenarioAssertions.wrong(
                """
                steps:
                  - meta step-down:
                """,
                "2:5: 'meta step-down' needs a cluster, because a single server has no meta group (set server: "
                        + "{nodes: 3})");
        ScenarioAssertions.valid("""
                steps:
                  - meta step-down:
                    error: timeout
                  - server kill: leader of A
                  - server start: leader of A
                """);
    }

    @Test
    void stepDown_withoutPreferred_isValid() {
        ScenarioAssertions.valid("""
                server: { nodes: 3 }
                steps:
                  - meta step-down:
                  - stream step-down: { stream: A, preferred: follower of A }
                    expect: { success: true }
                """);
    }
}
