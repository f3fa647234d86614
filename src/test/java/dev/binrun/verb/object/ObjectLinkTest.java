package dev.binrun.verb.object;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;

/** Links, and objects with changed bytes, against a real server. */
final class ObjectLinkTest {
    private static final String STORES = """
            streams: [ { name: A, subjects: [a.>] } ]
            objects: [ { bucket: O }, { bucket: P } ]
            steps:
              - object put: { bucket: O, name: a, data: hello }
            """;

    @Test
    void get_link_returnsItsTarget() {
        passes(STORES + """
                  - object link: { bucket: O, name: here, to: { bucket: O, name: a } }
                    expect: { name: here, bucket: O, options: { link: { bucket: O, name: a } }, mtime: "<= ${now}" }
                  - object link: { bucket: P, name: there, to: { bucket: O, name: a } }
                  - object get: O here
                    expect: { name: a, bucket: O, data: hello }
                  - object get: P there
                    expect: { name: a, bucket: O, data: hello }
                  - object info: P there
                    expect: { name: there, options: { link: { name: a } } }
                  - object put: { bucket: O, name: a, data: changed }
                  - object get: P there
                    expect: { data: changed }
                  - object del: P there
                  - object get: O a
                    expect: { data: changed }
                """);
    }

    @Test
    void get_linkToAStore_isAnError() {
        passes(STORES + """
                  - object link: { bucket: O, name: store, to: { bucket: P } }
                    expect: { options: { link: { bucket: P, name: { absent: true } } } }
                  - object get: O store
                    error: is a link to the whole object store
                """);
    }

    @Test
    void link_nameTaken_replacesALinkButNotAnObject() {
        passes(STORES + """
                  - object put: { bucket: O, name: b, data: b }
                  - object link: { bucket: O, name: l, to: { bucket: O, name: a } }
                  - object link: { bucket: O, name: l, to: { bucket: O, name: b } }
                  - object get: O l
                    expect: { data: b }
                  - object link: { bucket: O, name: b, to: { bucket: O, name: a } }
                    error: exists already, and is an object
                  - object put: { bucket: O, name: l, data: no link any more }
                  - object get: O l
                    expect: { name: l, data: no link any more }
                """);
    }

    @Test
    void link_targetIsALinkOrMissing_isAnError() {
        passes(STORES + """
                  - object link: { bucket: O, name: l, to: { bucket: O, name: a } }
                  - object link: { bucket: O, name: ll, to: { bucket: O, name: l } }
                    error: is a link itself, and a link cannot lead to a link
                  - object link: { bucket: O, name: n, to: { bucket: O, name: never } }
                    error: not found
                  - object link: { bucket: O, name: n, to: { bucket: NOPE } }
                    error: not found
                  - object del: O a
                  - object link: { bucket: O, name: d, to: { bucket: O, name: a } }
                    error: not found
                  - object get: O l
                    error: not found
                """);
    }

    @Test
    void get_linkToItself_isAnError() {
        passes(STORES + """
                  - object link: { bucket: O, name: l, to: { bucket: O, name: a } }
                  - object del: O a
                  - object link: { bucket: O, name: x, to: { bucket: P } }
                  - pub: { subject: "$O.O.M.YQ==", headers: { Nats-Rollup: sub }, json: { name: a, bucket: O, nuid: n, options: { link: { bucket: O, name: l } } } }
                  - object get: O l
                    error: is a link that leads back to itself
                """);
    }

    @Test
    void get_chunkMissing_isADigestMismatch() {
        passes(STORES + """
                  - object put: { bucket: O, name: b, size: 300, chunk_size: 100 }
                    as: put
                  - stream rmm: OBJ_O 4
                  - object get: O b
                    error: "digest mismatch"
                  - pub: { subject: "$O.O.C.${put.nuid}", size: 100 }
                  - object get: O b
                    error: digest mismatch
                """);
    }

    @Test
    void get_bytesChanged_namesBothDigests() {
        fails(
                STORES + """
                  - object put: { bucket: O, name: b, data: hello }
                    as: put
                  - stream rmm: OBJ_O 3
                  - pub: { subject: "$O.O.C.${put.nuid}", data: hullo! }
                  - object get: O b
                """,
                "t.yaml:9: object get: expected an answer, was the error 'digest mismatch: the object 'b' in 'O' has"
                        + " SHA-256=LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ= (bytes: 5, chunks: 1) in its info, but its"
                        + " stored bytes have SHA-256=lLb1jUNf12piSDKVTiwsRw6ChjommuukksnRR-fha1c= (bytes: 6, chunks: 1)'");
    }

    @Test
    void get_invalidInfo_isAnError() {
        fails(
                STORES + """
                  - pub: { subject: "$O.O.M.YQ==", data: no info }
                  - object get: O a
                """,
                "t.yaml:6: object get: expected an answer, was the error 'the message is not an object's info (ADR-20): no info'");
    }
}
