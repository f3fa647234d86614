package dev.binrun.verb.kv;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.binrun.form.TemplateText;
import dev.binrun.history.Recorder;
import dev.binrun.jetstream.IgnoredFieldException;
import dev.binrun.verb.VerbWorld;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code kv create}, {@code update}, {@code del}, {@code purge} and a key's time to live, against a real server. */
final class KvWriteTest {
    private static final String BUCKETS = """
            streams: [ { name: A, subjects: [a.>] } ]
            kv: [ { bucket: B, history: 5 }, { bucket: T, history: 5, marker_ttl: 1s } ]
            steps:
            """;

    @Test
    void create_newKey_storesItsFirstValue() {
        passes(BUCKETS + """
                  - kv create: B k one
                    expect: { bucket: B, key: k, value: one, revision: 1, operation: PUT }
                  - kv create: B k two
                    error: 10071
                  - kv get: B k
                    expect: { value: one }
                """);
    }

    @Test
    void create_existingKey_isTheServersError() {
        fails(BUCKETS + """
                  - kv put: B k v
                  - kv create: B k two
                """, "t.yaml:5: kv create: expected an answer, was the error 'wrong last sequence: 1' (10071)");
    }

    @Test
    void create_afterDeleteAndPurge_succeeds() {
        passes(BUCKETS + """
                  - kv create: B k one
                  - kv del: B k
                    expect: { bucket: B, key: k, revision: 2, operation: DEL, value: { absent: true } }
                  - kv create: B k two
                    expect: { revision: 3 }
                  - kv purge: B k
                    expect: { bucket: B, key: k, revision: 4, operation: PURGE }
                  - kv create: B k three
                    expect: { revision: 5 }
                  - kv history: B k
                    expect: { entries: [ { revision: 4, operation: PURGE }, { revision: 5, operation: PUT, value: three } ] }
                """);
    }

    @Test
    void update_succeedsOnlyWithTheLastRevision() {
        passes(BUCKETS + """
                  - kv put: B k one
                    as: one
                  - kv update: { bucket: B, key: k, value: two, revision: "${one.revision}" }
                    expect: { value: two, revision: 2 }
                  - kv update: B k three 2
                    expect: { value: three, revision: 3 }
                  - kv update: { bucket: B, key: k, value: four, revision: 2 }
                    error: { code: 400, err_code: 10071, description: "wrong last sequence: 3" }
                  - kv update: { bucket: B, key: new, value: v, revision: 0 }
                    expect: { revision: 4 }
                  - kv update: { bucket: B, key: never, value: v, revision: 4 }
                    error: 10071
                """);
    }

    @Test
    void del_withRevision_succeedsOnlyWithTheLast() {
        passes(BUCKETS + """
                  - kv put: B k one
                  - kv put: B k two
                  - kv del: { bucket: B, key: k, revision: 1 }
                    error: 10071
                  - kv purge: { bucket: B, key: k, revision: 1 }
                    error: 10071
                  - kv del: { bucket: B, key: k, revision: 2 }
                    expect: { revision: 3 }
                  - kv get: B k
                    error: not found
                """);
    }

    @Test
    void del_keyThatNeverExisted_storesAMarker() {
        passes(BUCKETS + """
                  - kv del: B never
                    expect: { operation: DEL, revision: 1 }
                """);
    }

    @Test
    void ttl_expires_leavesAMarker() {
        passes(BUCKETS + """
                  - kv create: { bucket: T, key: k, value: v, ttl: 1s }
                  - kv put: { bucket: T, key: never, value: v, ttl: never }
                  - kv history: T k
                    within: 4s
                    expect: { entries: [ { operation: PURGE, value: { equals: "" }, revision: 3 } ] }
                  - kv get: T k
                    error: not found
                  - kv keys: T
                    expect: { keys: [ never ] }
                  - kv create: T k again
                    expect: { value: again }
                """);
    }

    @Test
    void ttl_isJudgedByTheServer() {
        passes(BUCKETS + """
                  - kv put: { bucket: T, key: k, value: v, ttl: soon }
                    error: 10165
                  - kv put: { bucket: T, key: k, value: v, ttl: 10ms }
                    error: 10165
                  - kv purge: { bucket: B, key: k, ttl: 5s }
                    error: 10166
                """);
    }

    @Test
    void ttl_onAServerThatIgnoresIt_isAnError() {
        for (String version : new String[] {"2.10.29", "2.9.0"}) {
            IgnoredFieldException ignored =
                    assertThrows(IgnoredFieldException.class, () -> write(version, Optional.of(TemplateText.of("1s"))));
            assertEquals("this server (" + version + ") ignores ttl: use 2.11 or later", ignored.getMessage());
        }
        assertDoesNotThrow(() -> write("2.11.0-RC.1", Optional.of(TemplateText.of("1s"))));
        assertDoesNotThrow(() -> write("2.10.29", Optional.empty()));
    }

    private static KvWrite write(String version, Optional<TemplateText> ttl) {
        VerbWorld server = (VerbWorld) Proxy.newProxyInstance(
                VerbWorld.class.getClassLoader(),
                new Class<?>[] {VerbWorld.class},
                (proxy, method, arguments) -> method.getName().equals("recorder") ? Recorder.NONE : version);
        return new KvWrite(server, "b", "k").ttl(ttl);
    }

    @Test
    void put_invalidKey_statesTheRule() {
        for (String key : new String[] {"a b", "*", "a.>", ".a", "a.", "ü"}) {
            fails(
                    BUCKETS + """
                      - kv put: { bucket: B, key: "%s", value: v }
                    """.formatted(key),
                    "t.yaml:4: kv put: expected an answer, was the error ''" + key
                            + "' is not a key: use letters, digits, '-',"
                            + " '/', '_', '=' and '.', with no '.' at the start or the end (ADR-8)'");
        }
    }

    @Test
    void put_keyWithDotsAndSlashes_succeeds() {
        passes(BUCKETS + """
                  - kv put: B a/b-c_d=e.F.9 v
                  - kv get: B a/b-c_d=e.F.9
                    expect: { key: a/b-c_d=e.F.9, value: v }
                  - kv del: B a/b-c_d=e.F.9
                    expect: { revision: 2 }
                """);
    }

    @Test
    void put_bucketNameWithADot_isInvalid() {
        fails(
                BUCKETS + """
                  - kv put: B.k x v
                """,
                "t.yaml:4: kv put: expected an answer, was the error ''B.k' is not a bucket name: use letters, digits, '-' and '_' (ADR-8)'");
    }

    @Test
    void put_keyWithAnEmptyPart_namesIt() {
        fails(
                BUCKETS + """
                  - kv put: B a..b v
                """,
                "t.yaml:4: kv put: expected an answer, was the error 'no responders: the stream of bucket 'B' does not accept the key 'a..b''");
    }

    @Test
    void put_valueTooLarge_isTheServersError() {
        passes(BUCKETS + """
                  - kv add: { bucket: S, max_value_size: 10 }
                  - kv put: { bucket: S, key: k, size: 11 }
                    error: 10054
                """);
    }
}
