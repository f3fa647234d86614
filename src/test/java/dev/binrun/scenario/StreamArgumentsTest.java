package dev.binrun.scenario;

import static dev.binrun.scenario.ScenarioAssertions.wrong;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Problems at load of wrong arguments of the stream verbs. */
final class StreamArgumentsTest {
    @Test
    void topology_wrongTypesAndNames_areInvalid() {
        wrong(
                """
                steps:
                  - stream edit: { stream: A, max_mgs: 5 }
                  - stream edit: { stream: A, max_age: soon }
                  - stream purge: { stream: A, seq: first }
                  - stream purge: { stream: A, filter: a, subject: b }
                  - stream get: { stream: A, start_time: yesterday }
                  - stream get: { stream: A, direct: maybe }
                  - stream rmm: A
                  - stream rmm: A first
                  - stream view: { stream: A, count: 0 }
                  - stream view: { stream: A, from: 1, since: 1h }
                  - stream ls: A
                  - stream add: { name: A, max_age: null }
                  - stream seal:
                  - stream puge: A
                  - stream add: { name: A, cluster: c, placement: { cluster: d } }
                  - stream edit: { stream: A, mirror: B, no_mirror: true }
                """,
                "2:31: 'stream edit' has no 'max_mgs' (did you mean 'max_msgs'?)",
                "3:40: 'max_age' must be a duration such as 500ms or 1h30m, this is 'soon'",
                "4:37: 'seq' must be a whole number, this is 'first'",
                "5:43: 'subject' is another name of 'filter'; remove one of them",
                "6:42: 'start_time' must be a time such as 2026-01-31T12:00:00Z, this is 'yesterday'",
                "7:38: 'direct' must be true or false, this is 'maybe'",
                "8:17: 'stream rmm' needs 'seq', the message's sequence",
                "9:17: 'seq' must be a whole number, this is 'first'",
                "10:38: 'count' must be a whole number of at least 1, this is '0'",
                "11:47: from and since both state the first message; remove one of them",
                "12:16: 'stream ls' takes its arguments only as a map, this is 'A'",
                "13:37: 'max_age' must be a duration such as 500ms or 1h30m, this is null",
                "14:17: 'stream seal' needs 'stream'",
                "15:5: there is no verb 'stream puge' (did you mean 'stream purge'?)",
                "16:51: 'placement' is stated by flags of the nats CLI already; remove one of them",
                "17:39: 'mirror' cannot be both set and removed; remove one of them");
    }

    @Test
    void edit_null_isValid() {
        assertEquals(
                "stream edit",
                ScenarioAssertions.step(
                                "{ stream edit: { stream: A, republish: null, max_age: ~ }, expect: { config: {} } }")
                        .verb()
                        .name());
    }

    @Test
    void aliases_ofTheCli_areValid() {
        for (String alias : new String[] {
            "stream update: { stream: A, max_age: 1s }",
            "stream delete: A",
            "stream del: A",
            "str list:",
            "s l:",
            "st get: A 5",
            "ms view: A 5"
        }) {
            ScenarioAssertions.step("{ " + alias + ", expect: { x: 1 } }");
        }
    }
}
