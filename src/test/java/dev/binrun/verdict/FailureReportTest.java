package dev.binrun.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.binrun.engine.Running;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The whole report of a failure. */
@Execution(ExecutionMode.CONCURRENT)
class FailureReportTest {
    private static final Pattern LOGGED =
            Pattern.compile("(?m)^ +([\\d.]+)s  \\[ERR\\] .*maximum control line exceeded");

    private static final String ORDERS = "streams: [{name: ORDERS, subjects: [orders.>]}]\nsteps:\n";

    @Test
    void failure_list_showsTheWholeReport() {
        Verdict verdict = Running.of(ORDERS + """
                  - pub: {subject: orders.of.a.long.subject, data: "m${i}", count: 4}
                  - consumer add: {stream: ORDERS, durable_name: c}
                  - name: all of them
                    consumer next: {stream: ORDERS, consumer: c, batch: 4}
                    expect: {messages: [{data: m0}, {data: m1, seq: 2}, {data: x}, {data: m2}, {data: m3, seq: 5}]}
                  - stream info: ORDERS
                """);

        assertEquals("""
                test.yaml:6: all of them: messages: expected 5 elements, was 4: missing [2] {data: 'x'}
                also: messages[3].seq: expected 5, was 4
                messages, expected and actual (- missing, + extra, ~ different):
                      [0]   [0]  {data: 'm0'}
                      [1]   [1]  {data: 'm1', seq: 2}
                  -   [2]        {data: 'x'}
                      [3]   [2]  {data: 'm2'}
                  ~   [4]   [3]  {data: 'm3', seq: 5} but {data: 'm3', seq: 4}
                step:
                  5 |   - name: all of them
                  6 |     consumer next: {stream: ORDERS, consumer: c, batch: 4}
                  7 |     expect: {messages: [{data: m0}, {data: m1, seq: 2}, {data: x}, {data: m2}, {data: m3, seq: 5}]}
                answer:
                  {
                    "messages": [
                      … 3 elements
                      {
                        "subject": "orders.of.a.long.subject", "data": "m3", "size": 2,
                        "reply": "REPLY",
                        "seq": 4,
                        "consumer_seq": 4, "deliveries": 1, "pending": 0, "time": "TIME"
                      }
                    ],
                    "received": 4, "at": "TIME", "took": "SOME"
                  }
                steps:
                     3  START  ok  SOME  pub
                     4  START  ok  SOME  consumer add
                     6  START  FAILED  SOME  all of them
                     8            not run            stream info""", withoutTimes(verdict.details()));
        assertEquals("5 elements", verdict.difference().orElseThrow().expected());
    }

    @Test
    void failure_listOfItems_namesTheItem() {
        assertEquals(
                "test.yaml:3: pub: [1].seq: expected 3, was 2",
                Running.of(ORDERS + "  - {pub: [orders.a, orders.b], expect: [{seq: 1}, {seq: 3}]}\n")
                        .message());
        assertEquals(
                "test.yaml:3: stream info: [1]: expected an answer, was the error 'stream not found: there is no stream 'NONE'' (10059)",
                Running.of(ORDERS + "  - {stream info: [ORDERS, NONE], expect: []}\n")
                        .message());
        assertEquals(
                "test.yaml:3: stream info: [1].error.err_code: expected 1, was 10059",
                Running.of(ORDERS + "  - {stream info: [NONE, NOTHING], error: {err_code: 1}}\n")
                        .details()
                        .lines()
                        .limit(2)
                        .map(line -> line.replace("also: ", "test.yaml:3: stream info: "))
                        .toList()
                        .get(1));
        assertTrue(Running.of(ORDERS + "  - {stream info: [NONE, ORDERS], error: not found}\n")
                .message()
                .startsWith("test.yaml:3: stream info: [1]: expected the error 'not found', was an answer: {"));
    }

    @Test
    void failure_manySteps_showsTheLastOnes() {
        String steps = "  - server info\n".repeat(30) + "  - {stream info: ORDERS, expect: {state: {messages: 1}}}\n"
                + "  - server info\n".repeat(9);

        List<String> lines = Running.of(ORDERS + steps.replace("server info", "stream info: ORDERS"))
                .details()
                .lines()
                .dropWhile(line -> !line.equals("steps:"))
                .toList();

        assertEquals("     …  10 steps before, all ok", lines.get(1));
        assertTrue(lines.get(2).matches("    13 +\\d\\.\\d{3}s  ok .*"), lines.get(2));
        assertTrue(lines.get(22).matches("    33 +\\d\\.\\d{3}s  FAILED .*"), lines.get(22));
        assertEquals("    38            not run            stream info", lines.get(27));
        assertEquals("     …  4 more not run", lines.get(28));
    }

    @Test
    void serverLog_showsTheScenarioButNotTheStart() {
        Verdict verdict =
                Running.of("server: {config: {max_control_line: 512}}\n" + ORDERS + """
                  - pub: {subject: "orders.%s", core: true, data: x}
                  - {stream info: ORDERS, within: 1s, expect: {state: {messages: 1}}}
                """.formatted("x".repeat(600)));

        List<String> log = verdict.details()
                .lines()
                .dropWhile(line -> !line.equals("server log:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .toList();
        assertTrue(
                log.stream().anyMatch(line -> line.contains("[ERR]") && line.contains("maximum control line exceeded")),
                verdict.details());
        assertTrue(log.stream().noneMatch(line -> line.contains("Starting nats-server")), verdict.details());
    }

    /** After a step that sleeps, the times in all three places are later. */
    @Test
    void times_stepsChecksAndLog_haveOneClock() {
        String details = "";
        for (int again = 0; again < 10 && !LOGGED.matcher(details).find(); again++) { // the line can follow the failure
            details = detailsOfFailedPublish();
        }

        double sleeping = seconds(details, "(?m)^ +4 +([\\d.]+)s  ok .* sleep$");
        double failing = seconds(details, "(?m)^ +5 +([\\d.]+)s  FAILED .* pub$");
        double logged = seconds(details, LOGGED.pattern());
        double judged = seconds(details, "(?m)^ +7 +([\\d.]+)s  \\w+ .* no-duplicates");
        assertTrue(failing >= sleeping + 0.298, details); // times are rounded
        assertTrue(logged >= failing - 0.01 && judged >= failing, details); // the log has the wall clock
    }

    private static String detailsOfFailedPublish() {
        return Running.of("server: {config: {max_control_line: 512}}\n" + ORDERS + """
                  - sleep: 300ms
                  - pub: {subject: "orders.%s", core: true, data: x}
                checks:
                  - no-duplicates: ORDERS
                """.formatted("x".repeat(600)))
                .details();
    }

    private static double seconds(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), pattern + " in " + text);
        return Double.parseDouble(found.group(1));
    }

    @Test
    void answer_long_isShortenedExceptAtTheDifference() {
        String messages = IntStream.range(0, 1_000)
                .mapToObj(i -> "{'data':'m" + i + "','headers':{'X':'" + "y".repeat(100) + "'},'text':'"
                        + "z".repeat(500) + "'}")
                .collect(Collectors.joining(","));
        JsonElement answer = JsonParser.parseString(
                "{'messages':[" + messages + "],'config':{'a':'" + "x".repeat(200) + "','b':1},'at':'now'}");

        assertEquals(
                """
                {
                  "messages": [
                    … 500 elements
                    {
                      "data": "m500",
                      "headers": { … X },
                      "text": "%s… (500 characters)"
                    },
                    … 499 elements
                  ],
                  "config": { … a, b },
                  "at": "now"
                }""".formatted("z".repeat(200)),
                String.join("\n", AnswerExcerpt.of(answer, List.of("messages[500].data"))));
        List<String> whole = AnswerExcerpt.of(answer, List.of("messages"));
        assertEquals(
                "    … 990 elements",
                whole.stream()
                        .filter(line -> line.contains("elements"))
                        .findFirst()
                        .orElse(String.join("\n", whole)));
    }

    @Test
    void answer_cut_isMentioned() {
        ScenarioCase scenario = ScenarioReader.readText(
                        Path.of("t.yaml"), "steps: [{stream view: A, expect: {messages: []}}]")
                .scenarios()
                .get(0);
        JsonElement answer = JsonParser.parseString("{'messages':[1],'cut':'kept the first 1 of 9'}");

        FailedException failed = FailureReport.of(
                "t.yaml:1: stream info: ",
                scenario.config().orElseThrow().steps().get(0),
                List.of(new dev.binrun.match.Mismatch("messages", "0 elements", "1")),
                "",
                answer);

        assertTrue(
                failed.details()
                        .startsWith(
                                "only a part was compared, because the answer was cut: kept the first 1 of 9\nstep:\n"),
                failed.details());
    }

    @Test
    void during_withoutWithin_judgesTimesEachTime() {
        Verdict verdict = Running.of(ORDERS + """
                  - {stream info: ORDERS, as: first}
                  - stream info: ORDERS
                    during: 2s
                    expect: {at: "< ${first.at+500ms}"}
                """);

        assertTrue(verdict.message().startsWith("test.yaml:4: stream info: at: expected < "), verdict.message());
        assertTrue(verdict.details().contains(" of 2s (during)\n"), verdict.details());
    }

    @Test
    void during_afterWithin_judgesTimesOnce() {
        Verdict verdict = Running.of(ORDERS + """
                  - {stream info: ORDERS, as: first}
                  - stream info: ORDERS
                    within: 1s
                    during: 1s
                    expect: {at: "< ${first.at+800ms}", took: "< 800ms"}
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.report());
    }

    @Test
    void within_timesDoNotHold_failAtOnce() {
        Verdict verdict = Running.of(ORDERS + """
                  - stream info: ORDERS
                    within: 20s
                    expect: {state: {messages: 0}, took: "> 10s"}
                """);

        assertTrue(
                verdict.message().startsWith("test.yaml:3: stream info: took: expected > 10s, was '"),
                verdict.message());
        assertTrue(verdict.took().toSeconds() < 10, verdict.took().toString());
    }

    @Test
    void regex_endless_endsWithTheScenario() {
        Verdict verdict = Running.of("timeout: 2s\n" + ORDERS + """
                  - pub: {subject: orders.a, data: "%s"}
                  - consumer add: {stream: ORDERS, durable_name: c}
                  - {consumer next: {stream: ORDERS, consumer: c, expires: 500ms}, expect: {messages: [{data: '~ ^(.*?a){20}x$'}]}}
                """.formatted("a".repeat(40) + "b"));

        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.report());
        assertTrue(verdict.message().contains("takes too long for a text of 41 characters"), verdict.message());
    }

    private static String withoutTimes(String report) {
        return report.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
                .replaceAll("\"\\$JS\\.ACK[^\"]*\"", "\"REPLY\"")
                .replaceAll("\"took\": \"[^\"]*\"", "\"took\": \"SOME\"")
                .replaceAll(
                        "(?m)^( +\\d+) +\\d+\\.\\d{3}s(  (?:ok|FAILED)) +[0-9.]+(?:µs|ms|s)  ", "$1  START$2  SOME  ");
    }
}
