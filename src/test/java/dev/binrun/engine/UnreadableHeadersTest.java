package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class UnreadableHeadersTest {
    private static final String STREAMS = """
            timeout: 4s
            streams:
              - { name: A, subjects: ["größe.>"] }
              - { name: B, sources: [ { name: A } ] }
            steps:
              - pub: { subject: größe.ö, data: x }
                expect: { seq: 1 }
            """;

    @Test
    void sourcedMessage_subjectIsNotAscii_isBrokenWithOneSentence() {
        Verdict verdict = Running.of(STREAMS + """
                  - consumer add: { stream: B, durable_name: c, ack_policy: explicit }
                  - consumer next: { stream: B, consumer: c, timeout: 500ms }
                    expect: { data: x }
                """);

        assertEquals(Outcome.BROKEN, verdict.outcome(), verdict.report());
        assertEquals(
                "client 'default' lost its connection: the Java client cannot read the headers of a message on 'größe.ö'"
                        + " (Header value has invalid character: 0xf6). Headers must be ASCII; a stream with sources also"
                        + " needs ASCII subjects, because the server stores them in the header Nats-Stream-Source",
                verdict.message());
        assertFalse(verdict.details().contains("\tat "), verdict.details());
    }

    @Test
    void message_ofTheOrigin_isRead() {
        Verdict verdict = Running.of(STREAMS + """
                  - consumer add: { stream: A, durable_name: c, ack_policy: explicit }
                  - consumer next: { stream: A, consumer: c }
                    expect: { messages: [ { subject: größe.ö, data: x } ] }
                  - stream info: B
                    within: 2s
                    expect: { state: { messages: 1 } }
                """);

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.report());
    }
}
