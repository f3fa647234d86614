package dev.binrun.engine.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.engine.Running;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import org.junit.jupiter.api.Test;

final class ClientsTest {
    @Test
    void get_clientWithoutNode_connectsWhereTheSeedChooses() {
        Verdict verdict = Running.of("""
                seed: 2
                server: { nodes: 3 }
                clients: { there: { node: n3 } }
                steps:
                  - server info:
                    client: a
                    expect: { node: n2 }
                  - server info:
                    client: b
                    expect: { node: n1 }
                  - server info:
                    client: c
                    expect: { node: n3 }
                  - server info:
                    client: there
                    expect: { node: n3 }
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.report());
    }
}
