package dev.binrun.verb.fault;

import static dev.binrun.verb.Judging.passes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Steps with a lost connection: it is restored by itself, and nothing is sent later without a step. */
@Execution(ExecutionMode.CONCURRENT)
final class ReconnectTest {
    @Test
    void pub_serverIsDown_isNeverSent() {
        passes("""
                streams: [ { name: A, subjects: [a] } ]
                steps:
                  - pub: a one
                  - server kill:
                  - repeat:
                      count: 2
                      steps:
                        - pub: { subject: a, data: lost, timeout: 300ms }
                          error: connection
                          expect: { took: "< 2s" }
                  - server start:
                  - pub: a two
                    expect: { seq: 2 }
                  - stream view: A
                    expect: { messages: [ { data: one }, { data: two } ] }
                """);
    }

    @Test
    void pub_partialAndServerIsDown_countsAsFailed() {
        passes("""
                streams: [ { name: A, subjects: [a] } ]
                steps:
                  - server kill:
                  - pub: { subject: a, count: 4, partial: true, timeout: 200ms } # the first two can still be sent and lost
                    expect: { acked: 0, failed: ">= 2", unknown: "<= 2" }
                """);
    }

    /** Thousands of messages are in flight when the server stops, and each must be sent again. */
    @Test
    void pub_asyncWithRetryDuringARestart_isFullyAcknowledged() {
        passes("""
                timeout: 60s
                streams: [ { name: A, subjects: [a] } ]
                steps:
                  - parallel:
                      - - pub: { subject: a, data: "m-${i}", msg_id: "${i}", count: 6000, async: true, retry: 50s }
                          expect: { acked: 6000 }
                      - - stream info: A
                          within: 10s
                          expect: { state: { messages: "> 500" } }
                        - server restart:
                  - stream info: A
                    expect: { state: { messages: 6000 } }
                """);
    }

    @Test
    void verbs_serverJustRestarted_waitForTheConnection() {
        passes("""
                streams: [ { name: A, subjects: [a] } ]
                consumers: [ { stream: A, durable_name: c } ]
                kv: [ { bucket: b } ]
                steps:
                  - pub: a one
                  - server restart:
                  - pub: a two
                  - server restart:
                  - consumer next: A c
                    expect: { messages: [ { data: one } ] }
                  - server restart:
                  - kv put: b k v
                  - server restart:
                  - pub: { subject: plain, core: true }
                  - server restart:
                  - stream info: A
                    expect: { state: { messages: 2 } }
                """);
    }

    @Test
    void consumerNext_connectionIsLost_failsAtOnce() {
        passes("""
                streams: [ { name: A, subjects: [a] } ]
                consumers: [ { stream: A, durable_name: c } ]
                steps:
                  - parallel:
                      - - consumer next: { stream: A, consumer: c, expires: 8s }
                          error: connection
                          expect: { took: "< 4s" }
                      - - reply: { subject: slow, data: x }
                          client: nobody
                        - sleep: 300ms
                        - server kill:
                  - server start:
                """);
    }

    @Test
    void sub_serverRestarts_continues() {
        passes("""
                steps:
                  - sub: news
                    as: heard
                  - server restart:
                  - server info:
                  - repeat:
                      count: 20
                      steps:
                        - pub: { subject: news, data: "${i}", core: true }
                        - sleep: 50ms
                  - collect: heard
                    within: 5s
                    expect: { messages: { size: "> 0" } }
                """);
    }
}
