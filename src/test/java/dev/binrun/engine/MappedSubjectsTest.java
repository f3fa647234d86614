package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.binrun.scenario.ServerConfig;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that may change subjects does not violate {@code no-acked-loss}. */
@Execution(ExecutionMode.CONCURRENT)
class MappedSubjectsTest {
    private static final String REST = """
            steps:
              - pub: { subject: in.a, data: "order-${i}", count: 3 }
                expect: { acked: 3 }
              - stream view: ORDERS
                expect: { messages: [{ subject: STORED }, { subject: STORED }, { subject: STORED }] }
            checks:
              - no-acked-loss: ORDERS
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server: { config: { mappings: { 'in.*': 'out.$1' } } }\nstreams: [{ name: ORDERS, subjects: [out.>] }]\n",
                "streams: [{ name: ORDERS, subjects: [in.>], subject_transform: { src: 'in.*', dest: 'out.{{wildcard(1)}}' } }]\n",
                """
                server:
                  config:
                    accounts:
                      A: { jetstream: enabled, users: [{ user: a, password: p }], exports: [{ service: out.a }] }
                      B: { users: [{ user: b, password: p }], imports: [{ service: { account: A, subject: out.a }, to: in.a }] }
                clients: { default: { user: a, password: p }, b: { user: b, password: p } }
                streams: [{ name: ORDERS, subjects: [out.>] }]
                """,
            })
    void noAckedLoss_subjectMayChange_holds(String head) {
        String rest = head.contains("clients") ? REST.replace("count: 3 }\n", "count: 3 }\n    client: b\n") : REST;
        Verdict verdict = Running.of(head + rest.replace("STORED", "out.a"));

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.report());
    }

    @Test
    void noAckedLoss_subjectMappedToItself_holds() {
        Verdict verdict =
                Running.of("streams: [{ name: ORDERS, subjects: [in.>] }]\n" + REST.replace("STORED", "in.a"));

        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.report());
    }

    @Test
    void mayChangeSubjects_dependsOnTheConfiguration() {
        assertTrue(mayChange("{mappings: {a: b}}"));
        assertTrue(mayChange("{accounts: {A: {Imports: [{stream: {account: B, subject: a}}]}}}"));
        assertTrue(mayChange("{operator: o.jwt}"));
        assertFalse(mayChange("{jetstream: {max_file_store: 1}, accounts: {A: {exports: [{stream: a}]}}}"));
        assertFalse(new ServerConfig(Optional.empty(), Optional.empty(), Optional.empty()).mayChangeSubjects());
    }

    private static boolean mayChange(String config) {
        return new ServerConfig(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(JsonParser.parseString(config).getAsJsonObject()))
                .mayChangeSubjects();
    }
}
