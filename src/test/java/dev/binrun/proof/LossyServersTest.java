package dev.binrun.proof;

import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The checks find the losses of servers that are configured to be fast instead of safe. */
final class LossyServersTest {
    private static final int KILLS = 10;

    /**
     * An acknowledged message is unwritten for milliseconds (filestore.go, flushLoop), so this can need several kills.
     */
    @Test
    @Tag("slow")
    void noAckedLoss_persistModeIsAsyncAndServerIsKilled_findsLoss() {
        for (int i = 0; i < KILLS; i++) {
            Judged judged = Judged.of("""
                    streams: [{ name: ORDERS, subjects: [orders.>], persist_mode: async }]
                    steps:
                      - parallel:
                          - - pub: { subject: orders.a, data: "a-${i}", count: 2000, partial: true, timeout: 300ms }
                          - - pub: { subject: orders.b, data: "b-${i}", count: 2000, partial: true, timeout: 300ms }
                          - - pub: { subject: orders.c, data: "c-${i}", count: 2000, partial: true, timeout: 300ms }
                          - - stream info: ORDERS
                              within: 10s
                              expect: { state: { messages: ">= 500" } }
                            - server kill
                            - server start
                    checks:
                      - no-acked-loss: ORDERS
                    """);
            if (!judged.holds()) {
                judged.mustFindSomethingLike(
                        "(?s)no-acked-loss: [\\d,]+ of [\\d,]+ acknowledged messages of ORDERS (is|are) lost: .*\n"
                                + "(  seq .*; acknowledged from T to T; n1 lacks [\\d,]+\n)?" // if there are many
                                + "  seq \\d+ on orders[.][abc], acknowledged to default at T; .*");
                return;
            }
        }
        fail("nothing was lost in " + KILLS + " kills");
    }

    /** A direct read goes to any of three nodes; the node that is cut off can only reply itself, with its old value. */
    @Test
    @Tag("slow")
    void kvLinearizable_laggingReplicaRepliesToDirectRead_findsIt() {
        Judged.of("""
                timeout: 60s
                server: { nodes: 3 }
                kv: [{ bucket: profiles, replicas: 3 }]
                clients: { ann: { node: n1 }, cat: { node: n3 } }
                steps:
                  - stream step-down: { stream: KV_profiles, preferred: n1 }
                  - kv put: profiles color red
                    client: ann
                  - kv get: { bucket: profiles, key: color, direct: true }
                    client: cat
                    within: 10s
                    during: 500ms
                    expect: { value: red }
                  - network cut: n3
                  - kv put: profiles color blue
                    client: ann
                  - kv get: { bucket: profiles, key: color, direct: true, timeout: 200ms }
                    client: cat
                    within: 20s
                    expect: { value: red }
                  - network heal
                checks:
                  - kv-linearizable: profiles
                """).mustFindSomethingLike("""
                kv-linearizable: key color of bucket profiles is not linearizable: no order explains these answers, whatever the other \\d+ operations did
                  T to T ann: put 0499dda2: ok, revision 2
                  T to T cat: get 52398e3f: ok, revision 1
                """);
    }
}
