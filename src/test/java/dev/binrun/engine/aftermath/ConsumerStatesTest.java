package dev.binrun.engine.aftermath;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.engine.Running;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Checks see streams and consumers that were made again with the same name, and those that no built-in verb made. */
@Execution(ExecutionMode.CONCURRENT)
final class ConsumerStatesTest {
    private static final String CRASH = "  - server kill\n  - server start\n";

    @Test
    void interestStreamThatACrashTook_withItsConsumer_lostWhatWasNotWorked() {
        String stream = "  - stream add: { name: A, subjects: [a], retention: interest, storage: memory }\n";
        String consumer = "  - consumer add: { stream: A, durable_name: w }\n";
        String steps = "steps:\n" + stream + consumer
                + "  - pub: { subject: a, data: \"${i}\", count: 3 }\n  - consumer next: A w\n" + CRASH + stream;
        String checks = "checks:\n  - no-acked-loss: A\n";
        String lost = "no-acked-loss: 2 of 3 acknowledged messages of A are lost: 2 at the end";

        assertEquals("test.yaml:10: " + lost, Running.of(steps + checks).message());
        assertEquals(
                "test.yaml:11: " + lost, Running.of(steps + consumer + checks).message());
    }

    @Test
    void interestConsumerThatWasRemoved_wantsNothing() {
        passes("""
                steps:
                  - stream add: { name: A, subjects: [a], retention: interest }
                  - consumer add: { stream: A, durable_name: w }
                  - pub: { subject: a, data: "${i}", count: 3 }
                  - consumer next: A w
                  - consumer rm: A w
                checks:
                  - no-acked-loss: A
                """);
    }

    @Test
    void anotherMessageAtTheSequence_isNotTheOneThatWasLost() {
        Verdict verdict = Running.of("""
                steps:
                  - stream add: { name: A, subjects: [a], retention: workqueue, storage: memory }
                  - pub: a one
                  - server kill
                  - server start
                  - stream add: { name: A, subjects: [a], retention: workqueue, storage: memory }
                  - consumer add: { stream: A, durable_name: w }
                  - pub: { subject: a, data: other, core: true }
                  - consumer next: A w
                    expect: { messages: [ { data: other, seq: 1 } ] }
                checks:
                  - no-acked-loss: A
                """);

        assertEquals(
                "test.yaml:12: no-acked-loss: 1 of 1 acknowledged message of A is lost: nothing is left",
                verdict.message());
    }

    @Test
    void mirrorOfAWorkQueue_excusesOnlyWhatItHolds() {
        String origin = "  - stream add: { name: A, subjects: [a], retention: workqueue, storage: memory }\n";
        String mirror = """
                  - stream add: { name: COPY, mirror: { name: A }, storage: file }
                  - stream info: COPY
                    within: 10s
                    expect: { mirror: { active: "!= -1" } }
                """;
        String pub = "  - pub: { subject: a, data: \"${i}\", count: 3 }\n";
        String taken = "  - stream info: COPY\n    within: 10s\n    expect: { state: { messages: 3 } }\n";
        String check = "checks:\n  - no-acked-loss: A\n";

        passes("requires: 2.14\nsteps:\n" + origin + mirror + pub + taken + check);
        assertEquals(
                "test.yaml:14: no-acked-loss: 3 of 3 acknowledged messages of A are lost: nothing is left",
                Running.of("steps:\n" + origin + pub + CRASH + origin + mirror + "  - stream info: A\n"
                                + "  - stream info: A\n" + check)
                        .message());
    }

    @Test
    void consumerMadeByAPlainRequest_wantsOnlyWhatCameAfter() {
        passes("""
                streams:
                  - { name: A, subjects: [a], retention: interest }
                steps:
                  - pub: { subject: a, data: "${i}", count: 3 }
                  - request: { subject: $JS.API.CONSUMER.CREATE.A.w, json: { stream_name: A, config: { name: w, durable_name: w, ack_policy: explicit } } }
                  - pub: a later
                  - consumer next: A w
                checks:
                  - no-acked-loss: A
                """);
    }

    @Test
    void consumerThatIsMadeAgain_countsAndOrdersAnew_andMustGetAll() {
        String steps = """
                steps:
                  - stream add: { name: A, subjects: [a], storage: memory }
                  - consumer add: { stream: A, name: w, inactive_threshold: 200ms }
                  - pub: { subject: a, data: "${i}", count: 3 }
                  - consumer next: { stream: A, consumer: w, batch: 3 }
                  - consumer info: A w
                    within: 5s
                    error: not found
                  - consumer add: { stream: A, name: w, inactive_threshold: 20s }
                """;

        passes(steps + """
                  - consumer next: { stream: A, consumer: w, batch: 3 }
                checks:
                  - max-deliveries: { stream: A, consumer: w, at_most: 1 }
                  - ordered: A w
                  - delivered: { stream: A, consumer: w, exactly: once }
                """);
        assertEquals(
                "test.yaml:11: delivered: of 3 messages for consumer w of A, 3 never reached it",
                Running.of(steps + "checks:\n  - delivered: { stream: A, consumer: w, at_least: once }\n")
                        .message());
    }

    @Test
    void pushedToSeveral_andAcknowledgedByAReply_isDeliveredOnceAndWorked() {
        passes("""
                streams:
                  - { name: A, subjects: [a], retention: workqueue }
                consumers:
                  - { stream: A, durable_name: w, deliver_subject: push.w }
                steps:
                  - sub: ">"
                  - reply: { subject: push.w, data: "+ACK" }
                  - pub: { subject: a, data: "${i}", count: 3 }
                  - stream info: A
                    within: 3s
                    expect: { state: { messages: 0 } }
                checks:
                  - no-acked-loss: A
                  - delivered: { stream: A, consumer: w, exactly: once }
                  - max-deliveries: { stream: A, consumer: w, at_most: 1 }
                """);
    }

    @Test
    void flowControl_acknowledges() {
        passes("""
                requires: 2.14
                streams:
                  - { name: A, subjects: [a], retention: workqueue }
                consumers:
                  - { stream: A, durable_name: w, deliver_subject: push.w, ack_policy: flow_control }
                steps:
                  - consumer sub: A w
                  - pub: { subject: a, data: "${i}", count: 3 }
                  - stream info: A
                    within: 8s
                    expect: { state: { messages: 0 } }
                checks:
                  - no-acked-loss: A
                """);
    }

    @Test
    void sameNamesInTwoAccounts_areUnknown() {
        Verdict verdict = Running.of("""
                server:
                  config:
                    accounts:
                      A: { jetstream: enabled, users: [ { user: a, password: a } ] }
                      B: { jetstream: enabled, users: [ { user: b, password: b } ] }
                clients: { default: { user: a, password: a }, bob: { user: b, password: b } }
                steps:
                  - stream add: { name: A, subjects: [a] }
                  - stream add: { name: A, subjects: [a] }
                    client: bob
                  - stream info: A
                    expect: { state: { messages: 0 } }
                checks:
                  - max-deliveries: { stream: A, consumer: w, at_most: 1 }
                """);

        assertEquals(
                "test.yaml:14: max-deliveries: unknown: several accounts have a stream A, and the history does not tell them"
                        + " apart",
                verdict.message());
    }

    private static void passes(String scenario) {
        Verdict verdict = Running.of(scenario);
        assertEquals("", verdict.report());
        assertEquals(Outcome.PASSED, verdict.outcome());
    }
}
