package dev.binrun.scenario;

import static dev.binrun.scenario.ScenarioAssertions.valid;
import static dev.binrun.scenario.ScenarioAssertions.wrong;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConcurrencyCheckTest {
    private static final String STATES = "steps: [ { stream info: A, expect: { x: 1 } } ]\n";

    @Test
    void branches_atTheLimit_areValid() {
        assertEquals(
                500,
                valid("steps:\n  - parallel:\n" + branches(500))
                        .steps()
                        .get(0)
                        .inner()
                        .size());
    }

    @Test
    void branches_aboveTheLimit_areInvalid() {
        wrong(
                "steps:\n  - parallel:\n" + branches(3_000),
                "2:5: 'parallel' runs 3,000 branches at the same time, and"
                        + " the limit is 500: each branch has a thread and connections. Repeat steps in fewer branches");
    }

    @Test
    void branches_nested_areCountedTogether() {
        String inner = "    - - parallel:\n"
                + "          - - pub: { subject: a, data: x }\n              expect: { seq: 1 }\n".repeat(99);
        valid("steps:\n  - parallel:\n" + inner.repeat(5));
        wrong(
                "steps:\n  - parallel:\n" + inner.repeat(6),
                "2:5: 'parallel' runs 600 branches at the same time, and the"
                        + " limit is 500: each branch has a thread and connections. Repeat steps in fewer branches");
    }

    @Test
    void branches_inSequence_areNotAdded() {
        valid("steps:\n" + ("  - parallel:\n" + branches(400)).repeat(3));
    }

    @Test
    void repeat_turns_doNotCountAsBranches() {
        valid("steps:\n  - repeat:\n      count: 100000\n      steps: [ { pub: a x, expect: { seq: 1 } } ]\n");
    }

    @Test
    void clients_aboveTheLimit_areInvalid() {
        StringBuilder clients = new StringBuilder("clients:\n");
        for (int i = 0; i < 501; i++) {
            clients.append("  c").append(i).append(": {}\n");
        }
        wrong(
                clients + STATES,
                "2:3: this scenario has 502 clients, and the limit is 500: each client has a"
                        + " connection. Let steps share a client");
        StringBuilder steps = new StringBuilder("steps:\n");
        for (int i = 0; i < 2_000; i++) {
            steps.append("  - pub: a x\n    client: c").append(i).append("\n    expect: { seq: 1 }\n");
        }
        wrong(
                steps.toString(),
                "2:5: this scenario has 2,000 clients, and the limit is 500: each client has a"
                        + " connection. Let steps share a client");
    }

    @Test
    void clients_tooManyConnections_areInvalid() {
        StringBuilder steps = new StringBuilder("steps:\n  - parallel:\n");
        for (int branch = 0; branch < 51; branch++) {
            for (int client = 0; client < 10; client++) {
                steps.append(client == 0 ? "    - - " : "      - ")
                        .append("pub: a x\n        client: c")
                        .append(client)
                        .append("\n        expect: { seq: 1 }\n");
            }
        }
        wrong(
                steps.toString(),
                "2:5: 'parallel' raises the connections of this scenario to 511, and the limit is"
                        + " 500: each client has a connection in each branch. Use fewer clients in a branch, or fewer branches");
    }

    private static String branches(int count) {
        return "    - - pub: { subject: a, data: x }\n        expect: { seq: 1 }\n".repeat(count);
    }
}
