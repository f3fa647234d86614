package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The control flow of a scenario: repetitions, parallel branches and pauses. */
class FlowTest {
    @Test
    void repeat_count_runsItsStepsAndReportsTheNumber() {
        passes("""
                streams: [{ name: A, subjects: [a.>] }]
                steps:
                  - repeat:
                      count: 3
                      steps:
                        - pub: { subject: "a.${i}", json: { turn: "${i}" } }
                          as: last
                          expect: { seq: "> ${i}" }
                        - pub: { subject: a.each, data: "${i}", count: 2 }
                    expect: { runs: 3, took: "> 0s" }
                  - stream info: A
                    expect: { state: { messages: 9, last_seq: "${last.seq+2}", num_subjects: 4 } }
                """);
    }

    @Test
    void repeat_withinRepeat_hasItsOwnIndex() {
        passes("""
                streams: [{ name: A, subjects: [a.>] }]
                steps:
                  - repeat:
                      count: 2
                      steps:
                        - repeat: { count: 3, steps: [ pub: { subject: "a.inner.${i}" } ] }
                        - pub: { subject: "a.outer.${i}" }
                  - stream info: A
                    expect: { state: { messages: 8, num_subjects: 5 } }
                """);
    }

    @Test
    void repeat_forATime_endsAfterTheCurrentTurn() {
        passes("""
                steps:
                  - repeat: { for: 100ms, steps: [ sleep: 60ms ] }
                    expect: { runs: 1..2, took: ">= 100ms" }
                """);
    }

    @Test
    void repeat_stepFails_reportsStepAndTurn() {
        Verdict verdict = Running.of("""
                streams: [{ name: A, subjects: [a] }]
                steps:
                  - repeat:
                      count: 10
                      steps:
                        - pub: a
                        - stream info: A
                          expect: { state: { messages: "< 3" } }
                        - sleep: 1ms
                """);

        assertEquals(
                "test.yaml:7: stream info (repeat 3 of 10): state.messages: expected < 3, was 3", verdict.message());
        assertEquals(
                List.of("FAILED repeat", "ok pub (3 times)", "FAILED stream info (3 times)", "ok sleep (2 times)"),
                steps(verdict));
    }

    @Test
    void repeat_withinABranch_stepFails_reportsTurnAndBranch() {
        Verdict verdict = Running.of("""
                steps:
                  - parallel:
                      - - sleep: 10s
                        - sleep: 1ms
                      - - repeat: { for: 5s, steps: [ stream info: NONE ] }
                    expect: { branches: 2 }
                """);

        assertEquals(
                "test.yaml:5: stream info (branch 2 of 2, repeat 1): expected an answer, was the error 'stream not found: there is no stream 'NONE''"
                        + " (10059)",
                verdict.message());
        assertEquals(
                List.of(
                        "FAILED parallel",
                        "cut off branch 1: sleep",
                        "not run branch 1: sleep",
                        "FAILED branch 2: repeat",
                        "FAILED stream info"),
                steps(verdict));
        assertTrue(verdict.took().compareTo(Duration.ofSeconds(5)) < 0, "the other branch was cut off");
    }

    @Test
    void parallel_runsBranchesAtTheSameTimeAndKeepsTheirAnswers() {
        passes("""
                streams: [{ name: A, subjects: [a, b] }]
                steps:
                  - parallel:
                      - - pub: a
                          as: left
                        - stream info: A
                          within: 10s
                          expect: { state: { messages: 2 } }
                      - - stream info: A
                          within: 10s
                          expect: { state: { messages: 1 } }
                        - pub: b
                          as: right
                    expect: { branches: 2 }
                  - stream info: A
                    expect: { state: { first_seq: "${left.seq}", last_seq: "${right.seq}" } }
                """);
    }

    @Test
    void parallel_fails_reportsBranchesInOrder() {
        Set<List<String>> reports = java.util.stream.IntStream.range(0, 5)
                .mapToObj(i -> steps(Running.of("""
                        streams: [{ name: A, subjects: [a, b] }]
                        steps:
                          - parallel: [[ pub: a, pub: a ], [ pub: b ], [ pub: b ]]
                          - stream info: A
                            expect: { state: { messages: 5 } }
                        """)))
                .collect(Collectors.toSet());

        assertEquals(
                Set.of(List.of(
                        "ok parallel",
                        "ok branch 1: pub",
                        "ok branch 1: pub",
                        "ok branch 2: pub",
                        "ok branch 3: pub",
                        "FAILED stream info")),
                reports);
    }

    @Test
    void branch_errorInAnotherBranch_isNotAffected() {
        passes("""
                server:
                  config:
                    authorization:
                      default_permissions: { publish: { deny: [secret.>] } }
                      users: [{ user: a, password: a }]
                    no_auth_user: a
                streams: [{ name: A, subjects: [a] }]
                steps:
                  - parallel:
                      - - repeat: { count: 50, steps: [ { pub: { subject: secret.x, core: true }, error: denied } ] }
                      - - repeat: { count: 50, steps: [ { pub: { subject: a, core: true } } ] }
                """);
    }

    @Test
    void parallel_timeIsUp_endsAllThreads() {
        Verdict verdict = Running.of("""
                timeout: 500ms
                steps:
                  - parallel:
                      - - repeat: { count: 100000000, steps: [ sleep: 0s ] }
                      - - repeat: { count: 100000000, steps: [ sleep: 0s ] }
                    expect: { branches: 2 }
                """);

        assertEquals(
                "test.yaml:LINE: sleep (branch B of 2, repeat N): the time is up: the scenario's timeout is 500ms",
                verdict.message()
                        .replaceFirst(":[45]:", ":LINE:")
                        .replaceFirst("branch [12]", "branch B")
                        .replaceFirst("repeat \\d+ of 100000000", "repeat N"));
        assertEquals(Outcome.FAILED, verdict.outcome());
        assertFalse(
                Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(t -> t.getName()
                                .endsWith("-of-" + Thread.currentThread().getName())),
                "a branch still runs");
    }

    @Test
    void digest_branchFails_doesNotDependOnTheProgressOfOthers() {
        Set<String> digests = java.util.stream.IntStream.range(0, 4)
                .mapToObj(i -> Running.of("""
                                steps:
                                  - parallel:
                                      - - sleep: %dms
                                        - sleep: 10s
                                      - - sleep: 20ms
                                        - stream info: NONE
                                    expect: { branches: 2 }
                                """.formatted(1 + i * 30)).digest())
                .collect(Collectors.toSet());

        assertEquals(1, digests.size());
        assertEquals(64, digests.iterator().next().length());
    }

    private static void passes(String yaml) {
        Verdict verdict = Running.of(yaml);
        assertEquals("", verdict.message() + verdict.details());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }

    /** Returns the state and the name of each step in a report, without times. */
    private static List<String> steps(Verdict verdict) {
        return verdict.details()
                .lines()
                .dropWhile(line -> !line.equals("steps:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .map(line -> line.strip()
                        .replaceFirst(
                                "^\\d+ +(?:\\d+\\.\\d{3}s  )?(ok|FAILED|not run|cut off) +(?:\\d\\S*s  )?", "$1 "))
                .map(line -> line.replaceAll(" +", " "))
                .toList();
    }
}
