package dev.binrun.verb;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.verdict.Verdict;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that {@code error} is compared with the reason and the server's description, not with other text of binrun. */
@Execution(ExecutionMode.CONCURRENT)
final class ReasonsTest {
    private static final String STREAM =
            "streams: [ { name: TIMEOUT, subjects: [denied.>], max_msgs: 1, discard: new } ]\n"
                    + "consumers: [ { stream: TIMEOUT, durable_name: connection } ]\n";

    private static final String ACCOUNTS = """
            server:
              config:
                accounts:
                  SHOP:
                    jetstream: true
                    users:
                      - { user: pat, password: p }
                      - { user: mute, password: m, permissions: { publish: [none], subscribe: [_INBOX.>] } }
                      - { user: deaf, password: d, permissions: { publish: [">"], subscribe: [none] } }
            clients:
              default: { user: pat, password: p }
              mute: { user: mute, password: m }
              deaf: { user: deaf, password: d }
              wrong: { user: pat, password: wrong }
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "request: session.timeout|timeout|{\"code\":503,\"description\":\"no responders\"} (no responders on"
                        + " session.timeout)",
                "request: not.found|not found|{\"code\":503,\"description\":\"no responders\"} (no responders on"
                        + " not.found)",
                "request: denied|denied|{\"code\":503,\"description\":\"no responders\"} (no responders on denied)",
                "request: connection|connection|{\"code\":503,\"description\":\"no responders\"} (no responders on"
                        + " connection)",
                "pub: connection timeout|timeout|{\"code\":503,\"description\":\"no responders\"} (no responders on"
                        + " connection:"
                        + " no stream has this subject (is the subject right? core: true publishes without a stream))",
                "pub: { subject: timeout, count: 2 }|timeout|{\"code\":503,\"description\":\"no responders\"} (no"
                        + " responders on"
                        + " timeout: no stream has this subject (is the subject right? core: true publishes without a"
                        + " stream):"
                        + " 2 of 2 not acknowledged (2 failed, 0 unknown))",
                "pub: { subject: none, count: 2 }|not acknowledged|{\"code\":503,\"description\":\"no responders\"}"
                        + " (no responders"
                        + " on none: no stream has this subject (is the subject right? core: true publishes without a"
                        + " stream):"
                        + " 2 of 2 not acknowledged (2 failed, 0 unknown))",
                "stream info: TIMEOUT|timeout|{\"code\":404,\"err_code\":10059,\"description\":\"stream not found\"}",
                "stream info: DENIED|denied|{\"code\":404,\"err_code\":10059,\"description\":\"stream not found\"}",
                "consumer next: { stream: TIMEOUT, consumer: denied, no_wait: true"
                        + " }|timeout|{\"code\":503,\"description\":"
                        + "\"no responders: not found\"} (no responders: there is no pull consumer 'denied' on"
                        + " 'TIMEOUT'"
                        + " (not found))",
                "kv get: { bucket: timeout, key: connection"
                        + " }|connection|{\"code\":404,\"err_code\":10059,\"description\":"
                        + "\"stream not found\"}",
                "object get: timeout connection|timeout|{\"code\":404,\"err_code\":10059,\"description\":\"stream not"
                        + " found\"}",
            })
    void word_inTextOfBinrun_doesNotMatch(String stepWordAndError) {
        String[] parts = stepWordAndError.split("[|]");
        fails(
                "steps:\n  - " + parts[0] + "\n    error: " + parts[1] + "\n",
                "t.yaml:2: " + parts[0].replaceAll(":.*", "") + ": error: expected a description with '" + parts[1]
                        + "', was " + parts[2]);
    }

    @Test
    void word_ofTheReason_matchesIgnoringCase() {
        passes(STREAM + """
                steps:
                  - { request: session.timeout, error: No Responders }
                  - { pub: connection.timeout, error: no responders }
                  - { sub: not.found, as: sub }
                  - { request: { subject: not.found, timeout: 50ms }, error: TIMEOUT }
                  - { stream info: DENIED, error: not found }
                  - { consumer info: TIMEOUT timeout, error: not found }
                  - { consumer next: { stream: TIMEOUT, consumer: gone, no_wait: true }, error: not found }
                  - { consumer next: { stream: TIMEOUT, consumer: gone, no_wait: true }, error: no responders }
                  - { stream get: { stream: TIMEOUT, seq: 9 }, error: not found }
                  - { stream rmm: TIMEOUT 9, error: not found }
                  - { kv put: timeout denied x, error: not found }
                  - { kv put: timeout denied x, error: no responders }
                """);
    }

    @Test
    void map_description_isComparedWithTheServersAlone() {
        passes(STREAM + """
                steps:
                  - pub: denied.timeout
                  - pub: { subject: denied.timeout, count: 3 }
                    error: { code: 503, err_code: 10077, description: maximum messages exceeded }
                  - pub: { subject: denied.timeout, count: 3 }
                    error: maximum messages exceeded
                  - request: session.timeout
                    error: { code: 503, description: no responders }
                  - stream info: DENIED
                    error: { description: stream not found }
                """);
        fails(
                "steps:\n  - request: session.timeout\n    error: { description: \"~ timeout\" }\n",
                "t.yaml:2: request: error.description: expected ~ timeout, was 'no responders'");
    }

    @Test
    void count_thousandsWithoutReply_areInTheTextOnly() {
        fails(
                STREAM
                        + "steps:\n  - pub: denied.x\n  - pub: { subject: denied.x, count: 3 }\n    expect: { acked:"
                        + " 3 }\n",
                "t.yaml:5: pub: expected an answer, was the error 'maximum messages exceeded: 3 of 3 not acknowledged"
                        + " (3 failed, 0 unknown)' (10077)");
    }

    @Test
    void word_inSubjectOfADenial_doesNotMatch() {
        passes(ACCOUNTS + """
                steps:
                  - { request: session.timeout, client: mute, error: denied }
                  - { request: session.timeout, client: mute, error: 'Permissions Violation for Publish to "session.timeout"' }
                  - { request: session.timeout, client: deaf, error: denied }
                  - { sub: connection, client: mute, error: denied }
                  - { stream ls: , client: wrong, error: denied }
                  - { stream ls: , client: wrong, error: connection }
                  - { stream ls: , client: wrong, error: authorization violation }
                """);
        fails(
                ACCOUNTS + "steps:\n  - { request: session.timeout, client: mute, error: timeout }\n",
                "t.yaml:16: request: error: expected a description with 'timeout', was {\"description\":\"Permissions"
                        + " Violation for Publish to \\\"session.timeout\\\"\"} (denied: Permissions Violation for"
                        + " Publish to"
                        + " \"session.timeout\")");
        fails(
                ACCOUNTS + "steps:\n  - { sub: connection, client: mute, error: connection }\n",
                "t.yaml:16: sub: error: expected a description with 'connection', was {\"description\":\"Permissions"
                        + " Violation for Subscription to \\\"connection\\\"\"} (denied: the server did not take all"
                        + " sent messages (the"
                        + " server's error: Permissions Violation for Subscription to \"connection\"))");
        fails(
                ACCOUNTS + "steps:\n  - { stream ls: , client: wrong, error: timeout }\n",
                "t.yaml:16: stream ls: error: expected a description with 'timeout', was"
                        + " {\"description\":\"Authorization"
                        + " Violation\"} (connection: denied: client 'wrong' cannot connect: Authorization Violation)");
    }

    @Test
    void wait_wrongPassword_endsAtOnce() {
        Verdict verdict = Judging.verdict(
                Path.of("t.yaml"),
                ACCOUNTS
                        + "steps:\n  - { stream ls: , client: wrong, within: 20s, expect: { streams: { size: 1 } }"
                        + " }\n");

        assertEquals(
                "t.yaml:16: stream ls: expected an answer, was the error 'connection: denied: client 'wrong' cannot"
                        + " connect:"
                        + " Authorization Violation'",
                verdict.message());
        assertTrue(verdict.took().toSeconds() < 10, verdict.toString());
    }

    @Test
    void pub_serviceRepliesWithAnotherError_isNotAcknowledged() {
        fails(
                """
                steps:
                  - reply: { subject: timeout, data: '{"error": "timeout"}' }
                  - { pub: timeout, error: timeout }
                """,
                "t.yaml:3: pub: error: expected a description with 'timeout', was {\"description\":\"the reply is not a"
                        + " stream's acknowledgement\"} (the reply on timeout is not a stream's acknowledgement:"
                        + " {\"error\":\"timeout\"})");
    }

    @Test
    void timeout_pausedNode_namesThePause() {
        fails(
                STREAM
                        + "steps:\n  - server pause:\n  - pub: { subject: denied.x, timeout: 300ms }\n    expect: {"
                        + " seq: 1 }\n",
                "t.yaml:5: pub: expected an answer, was the error 'timeout: no reply on denied.x within 300ms (n1 is"
                        + " paused)'");
        fails(
                STREAM
                        + "steps:\n  - server pause:\n  - kv get: { bucket: B, key: k, timeout: 300ms }\n    expect:"
                        + " { value: x }\n",
                "t.yaml:5: kv get: expected an answer, was the error 'timeout: no reply on"
                        + " $JS.API.STREAM.MSG.GET.KV_B within"
                        + " 300ms (n1 is paused)'");
        fails(
                STREAM + "steps:\n  - server pause:\n"
                        + "  - consumer next: { stream: TIMEOUT, consumer: connection, expires: 200ms }\n    expect:"
                        + " { x: 1 }\n",
                "t.yaml:5: consumer next: expected an answer, was the error 'timeout: the server sent 0 of 1 message"
                        + " and did not end"
                        + " the pull from TIMEOUT.connection (n1 is paused)'");
        fails(
                "timeout: 1s\n" + STREAM + "steps:\n  - server pause:\n  - pub: denied.x\n    expect: { seq: 1 }\n",
                "t.yaml:6: pub: the time is up: the scenario's timeout is 1s (n1 is paused)");
    }

    @Test
    void timeout_streamWithNoAck_namesThat() {
        String silent =
                "'timeout: no reply on a.b.c within 200ms (the stream A has no_ack: true, so it never acknowledges;"
                        + " core: true publishes without an acknowledgement)'";
        String pub = "  - pub: { subject: a.b.c, timeout: 200ms }\n    expect: { seq: 1 }\n";
        fails(
                "streams: [ { name: A, subjects: [a.>], no_ack: true } ]\nsteps:\n" + pub,
                "t.yaml:3: pub: expected an answer, was the error " + silent);
        fails(
                "streams: [ { name: A, subjects: [\"a.*.c\"] } ]\nsteps:\n  - stream edit: { stream: A, no_ack: true"
                        + " }\n"
                        + pub,
                "t.yaml:4: pub: expected an answer, was the error " + silent);
        fails(
                "streams: [ { name: A, subjects: [a.x], no_ack: true } ]\nsteps:\n  - sub: a.b.c\n" + pub,
                "t.yaml:4: pub: expected an answer, was the error 'timeout: no reply on a.b.c within 200ms'");
        passes("streams: [ { name: A, subjects: [a.>], no_ack: true } ]\nsteps:\n"
                + "  - { pub: { subject: a.b, timeout: 200ms }, error: timeout }\n"
                + "  - { pub: { subject: a.b, core: true } }\n  - stream info: A\n    within: 2s\n"
                + "    expect: { state: { messages: 2 } }\n");
    }

    @Test
    void timeout_outsideTheSystemAccount_isExplained() {
        fails(
                "steps:\n  - request: { subject: $JS.API.META.LEADER.STEPDOWN, timeout: 200ms }\n    expect: {"
                        + " message: {} }\n",
                "t.yaml:2: request: expected an answer, was the error 'timeout: no reply on"
                        + " $JS.API.META.LEADER.STEPDOWN within"
                        + " 200ms (only a client of the system account may send this, and only in a cluster; write"
                        + " client: NAME,"
                        + " with a user that server.config has in accounts.$SYS)'");
    }

    @Test
    void status_emptyPull_isInTheFirstLine() {
        fails(
                STREAM + "steps:\n  - consumer next: { stream: TIMEOUT, consumer: connection, expires: 200ms }\n"
                        + "    expect: { messages: { size: 1 } }\n",
                "t.yaml:4: consumer next: messages.size: expected 1, was 0: [] (408 Request Timeout)");
        fails(
                STREAM + "steps:\n  - consumer next: { stream: TIMEOUT, consumer: connection, no_wait: true }\n"
                        + "    expect: { messages: [ { data: x } ] }\n",
                "t.yaml:4: consumer next: messages: expected 1 element, was 0: missing [0] {data: 'x'} (404 No"
                        + " Messages)");
        fails(
                STREAM + """
                steps:
                  - parallel:
                      - - consumer next: { stream: TIMEOUT, consumer: connection }
                          expect: { messages: { size: 1 } }
                      - - consumer info: TIMEOUT connection
                          within: 3s
                          expect: { num_waiting: 1 }
                        - consumer rm: TIMEOUT connection
                """,
                "t.yaml:5: consumer next (branch 1 of 2): messages.size: expected 1, was 0: [] (409 Consumer Deleted)");
    }

    @Test
    void status_anyPull_isALineOfTheReport() {
        Verdict verdict = Judging.verdict(
                Path.of("t.yaml"),
                STREAM + "steps:\n  - pub: denied.x\n"
                        + "  - consumer next: { stream: TIMEOUT, consumer: connection, batch: 2, expires: 200ms }\n"
                        + "    expect: { messages: { size: 2 } }\n");

        assertEquals(
                "t.yaml:5: consumer next: messages.size: expected 2, was 1: ",
                verdict.message().replaceAll("\\[[{].*", ""));
        assertTrue(verdict.report().lines().anyMatch("    status: 408 Request Timeout"::endsWith), verdict.report());
    }

    @Test
    void enum_rejectedByTheServer_isNamedWithItsField() {
        fails(
                "steps:\n  - stream add: { name: A, subjects: [a], retention: workque }\n    expect: { config: {"
                        + " name: A } }\n",
                "t.yaml:2: stream add: expected an answer, was the error 'invalid JSON: can not unmarshal"
                        + " \"\\\"workque\\\"\":"
                        + " retention is 'workque'' (10025)");
        fails(
                STREAM
                        + "steps:\n  - consumer add: { stream: TIMEOUT, name: c, ack_policy: timeout }\n    error:"
                        + " timeout\n",
                "t.yaml:4: consumer add: error: expected a description with 'timeout', was"
                        + " {\"code\":400,\"err_code\":10025,"
                        + "\"description\":\"invalid JSON: can not unmarshal \\\"\\\\\\\"timeout\\\\\\\"\\\"\"}");
        passes("steps:\n  - stream add: { name: A, subjects: [a], retention: workque }\n"
                + "    error: { err_code: 10025, description: \"~ workque\" }\n");
    }

    @Test
    void payload_aboveTheLimit_failsAtOnceWithTheLimit() {
        String small =
                "server: { config: { max_payload: 1KB } }\nstreams: [ { name: A, subjects: [timeout] } ]\nsteps:\n";
        fails(
                small + "  - pub: { subject: timeout, size: 2000 }\n    expect: { seq: 1 }\n",
                "t.yaml:4: pub: expected an answer, was the error 'Maximum Payload Violation: maximum payload"
                        + " exceeded: 2000"
                        + " bytes to 'timeout', the server's max_payload is 1024'");
        passes(small
                + "  - { pub: { subject: timeout, size: 2000 }, error: maximum payload, expect: { took: \"<"
                + " 2s\" } }\n");
        fails(
                small + "  - { pub: { subject: timeout, size: 2000 }, error: timeout }\n",
                "t.yaml:4: pub: error: expected a description with 'timeout', was {\"description\":\"Maximum Payload"
                        + " Violation:"
                        + " maximum payload exceeded\"} (Maximum Payload Violation: maximum payload exceeded: 2000"
                        + " bytes to"
                        + " 'timeout', the server's max_payload is 1024)");
    }
}
