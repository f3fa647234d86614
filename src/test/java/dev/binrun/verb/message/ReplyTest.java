package dev.binrun.verb.message;

import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.scenario.ScenarioReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests errors in the arguments of {@code reply} and its neighbours, which are found at load. */
final class ReplyTest {
    @Test
    void stop_replyDelayed_sendsAndGathersNoMore() {
        passes("""
                steps:
                  - sub: answers
                    as: answers
                  - reply: { subject: a, data: late, sleep: 500ms }
                    as: replies
                  - pub: { core: true, subject: a, reply: answers }
                  - stop: replies
                    expect: { received: 0 }
                  - collect: [answers, replies]
                    during: 1s
                    expect: { received: 0 }
                """);
    }

    @Test
    void request_outsideOfReply_isUnknown() {
        wrong(
                """
                steps:
                  - reply: { subject: "svc.${request.subject}", data: "${request.data}", queue: "${request.x}" }
                  - pub: { subject: a, data: "${request.data}", json: { a: "x ${request}" }, headers: { A: "${request.subject}" } }
                  - request: { subject: a, timeout: "${request.t}" }
                    expect: { message: { data: "${request.data}" } }
                """,
                "2:23: 'request' is not known here: it is the request that 'reply' replies to, known only in the"
                        + " headers and the payload of the reply",
                "2:81: 'request' is not known here: it is the request that 'reply' replies to, known only in the"
                        + " headers and the payload of the reply",
                "3:30: 'request' is not known here: it is the request that 'reply' replies to, known only in the"
                        + " headers and the payload of the reply",
                "3:60: 'request' is not known here: it is the request that 'reply' replies to, known only in the"
                        + " headers and the payload of the reply",
                "3:92: 'request' is not known here: it is the request that 'reply' replies to, known only in the"
                        + " headers and the payload of the reply",
                "4:37: 'request' is not known here: it is the request that 'reply' replies to, known only in the"
                        + " headers and the payload of the reply",
                "5:32: 'request' is not known here: it is the request that 'reply' replies to, known only in the"
                        + " headers and the payload of the reply");
    }

    @Test
    void request_unknownField_isAnError() {
        wrong(
                """
                steps:
                  - reply: { subject: svc, json: { a: "${request.subjekt}", b: "${request.x.y}" }, headers: { A: ["${request.body}"] } }
                  - request: svc
                    expect: { message: { size: 1 } }
                """,
                "2:39: '${request.subjekt}': a request has no 'subjekt' (did you mean 'subject'?)",
                "2:64: '${request.x.y}': a request has no 'x' (known: subject, tokens, data, json, headers, size,"
                        + " reply)",
                "2:99: '${request.body}': a request has no 'body' (known: subject, tokens, data, json, headers, size,"
                        + " reply)");
    }

    @Test
    void request_asAnOwnName_isAnError() {
        wrong(
                """
                variables: { request: 1 }
                steps:
                  - request: svc
                    as: request
                    expect: { message: { size: 1 } }
                """,
                "1:14: 'request' is a reserved name; choose another",
                "4:9: 'request' is a reserved name; choose another");
    }

    @Test
    void reply_unknownNames_areErrors() {
        wrong(
                """
                steps:
                  - reply: { subject: svc, data: "${requst.data}", count: 0, keep: -1, echo: yes }
                  - request: svc
                    expect: { message: { size: 1 } }
                """,
                "2:34: unknown name 'requst' in '${requst.data}' (did you mean 'request'?)",
                "2:59: 'count' must be a whole number of at least 1, this is '0'",
                "2:68: 'keep' must be a whole number of at least 0, this is '-1'",
                "2:78: 'echo' must be true or false, this is 'yes'");
    }

    @Test
    void arguments_contradictory_areErrors() {
        wrong(
                """
                steps:
                  - reply: { subject: svc, data: a, json: {} }
                  - reply: { subject: svc, data: a, echo: true }
                  - reply: { data: a }
                  - sub: { queue: q }
                  - sub: { subject: a, durable: x }
                  - request: { subject: svc, replies: 3, wait_for_empty: true }
                  - request: { subject: svc, keep: 3 }
                  - request: { subject: svc, reply_timeout: 1s }
                  - request: { subject: svc, timeout: 1m }
                  - sub: a
                    within: 2s
                    expect: { subjects: [a] }
                """,
                "2:43: a payload is stated by one of data, json, hex, file and size, this one has data and json",
                "3:43: with echo: true the reply has the request's payload; remove one of them",
                "4:12: 'reply' needs 'subject', the subject of the requests",
                "5:10: 'sub' needs 'subject', the subject, or a list of them",
                "6:24: 'sub' has no 'durable' (known: subject, queue, count, keep)",
                "7:58: replies and wait_for_empty both end the collection; state only one of them",
                "8:36: keep needs several replies; state replies too",
                "9:45: reply_timeout needs several replies; state replies too",
                "10:14: 'request' can take 60s, longer than the scenario's timeout of 30s (raise timeout)",
                "12:5: 'within' repeats only verbs that read, and 'sub' does more (write 'within' beside a later step"
                        + " that reads, such as collect or stream info)");
    }

    @Test
    void hex_invalid_isAnErrorAtLoad() {
        wrong("""
                steps:
                  - pub: { subject: a.x, hex: xyz }
                    error: {}
                """, "2:31: 'xyz' is not hexadecimal: string length not even: 3");
    }

    private static void wrong(String yaml, String... expected) {
        List<String> problems = ScenarioReader.readText(Path.of("t.yaml"), yaml).scenarios().stream()
                .flatMap(s -> s.problems().stream())
                .map(p -> p.place().line() + ":" + p.place().column() + ": " + p.message())
                .toList();
        assertEquals(String.join("\n", expected), String.join("\n", problems));
    }
}
