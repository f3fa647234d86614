package dev.binrun.verb.observe;

import static dev.binrun.verb.Judging.fails;
import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.scenario.ScenarioReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The verbs that observe servers and accounts, against a real server. */
final class ObserveTest {
    @Test
    void accountInfo_isTheServersReply() {
        passes("""
                streams: [ { name: A, storage: memory } ]
                steps:
                  - account info:
                    expect: { type: io.nats.jetstream.api.v1.account_info_response, streams: 1, consumers: 0, limits: { max_streams: -1 } }
                  - a nfo:
                    expect: { streams: 1 }
                """);
    }

    @Test
    void serverInfo_namesTheNode() {
        passes("""
                steps:
                  - server info:
                    expect: { node: n1, name: n1, state: running, version: "~ ^2[.]", id: "~ ^N", jetstream: true, max_payload: 1MB, cluster: { absent: true } }
                """);
        passes("""
                server: { config: { jetstream: false } }
                steps:
                  - server info:
                    expect: { jetstream: false }
                  - account info:
                    error: no responders
                """);
    }

    @Test
    void serverLog_returnsTheServersLines() {
        passes("""
                server: { config: { debug: true } }
                steps:
                  - server log:
                    expect: { node: n1, lines: { any: "~ Starting nats-server", size: "> 5" } }
                  - server log: { grep: "Starting nats-.*erver", level: inf }
                    expect: { lines: { size: 1 } }
                  - server log: { level: [wrn, err, ftl] }
                    expect: { lines: [] }
                  - server info:
                  - server info:
                    client: late
                  - server log: Client connection created
                    within: 2s
                    expect: { lines: { size: ">= 2", each: "~ DBG" } }
                """);
        fails("""
                streams: [ { name: A } ]
                steps:
                  - server log: { level: err }
                    within: 50ms
                    expect: { lines: { size: 1 } }
                """, "t.yaml:3: server log: lines.size: expected 1, was 0: []");
    }

    @Test
    void checkStream_thresholds_decideTheStatus() {
        passes("""
                streams:
                  - { name: A, subjects: [a.>], metadata: { io.nats.monitor.msgs-warn: "5" } }
                  - { name: M, mirror: { name: A } }
                steps:
                  - server check stream: A
                    expect: { status: WARNING, check_suite: stream, check_name: A, warning: [0 messages], ok: [0 sources], critical: { absent: true } }
                  - pub: { subject: "a.${i}", count: 3 }
                  - server check stream: { stream: A, msgs_warn: 1, msgs_critical: 2, subjects_warn: 5, subjects_critical: 9 }
                    expect: { status: OK, ok: [3 messages, 3 subjects, 0 sources], perf_data: [ { name: messages, value: 3, warning: 1, critical: 2 }, { name: subjects }, { name: sources } ] }
                  - server check stream: { stream: A, subjects_critical: 3, msgs_critical: 3 }
                    expect: { status: CRITICAL, critical: [3 messages, 3 subjects] }
                  - server check stream: { stream: A, subjects_warn: 3, msgs_warn: 4, min_sources: 1, peer_expect: 3, lag_critical: 5 }
                    expect: { status: CRITICAL, critical: [Stream is not clustered, 0 sources, not mirrored], warning: [3 messages, 3 subjects] }
                  - server check stream: { stream: M, lag_critical: 1, seen_critical: 1m }
                    within: 3s
                    expect: { status: OK, ok: [0 sources, 0 sources current, 0 sources active, Mirror A] }
                  - srv check stream: NOPE
                    expect: { status: CRITICAL, critical: ["could not load info: stream not found (10059)"], perf_data: [] }
                """);
    }

    @Test
    void checkConsumer_thresholds_decideTheStatus() {
        passes("""
                streams: [ { name: A, subjects: [a] } ]
                consumers: [ { stream: A, durable_name: c } ]
                steps:
                  - server check consumer: { stream: A, consumer: c, last_delivery_critical: 1m, last_ack_critical: 1m, pinned: true, unprocessed_critical: 3 }
                    expect: { status: CRITICAL, check_name: A_c, critical: [No deliveries, No acks, Not pinned client priority mode], ok: ["Unprocessed Messages: 0"] }
                  - pub: { subject: a, count: 3 }
                  - consumer next: { stream: A, consumer: c, ack: none }
                  - consumer next: A c
                  - server check consumer: { stream: A, consumer: c, outstanding_ack_critical: 1, unprocessed_critical: 1, waiting_critical: 1, redelivery_critical: 1, last_delivery_critical: 1m }
                    within: 2s
                    expect:
                      status: CRITICAL
                      critical: ["Ack Pending: 1", "Unprocessed Messages: 1"]
                      ok: ["Waiting Pulls: 0", "Redelivered: 0", "~ ^Last delivery 2"]
                      perf_data: { any: { name: last_delivery, unit: s, critical: 60, value: "< 60" } }
                """);
    }

    @Test
    void checkJetStream_thresholds_decideTheStatus() {
        passes("""
                server: { config: { accounts: { A: { jetstream: { max_streams: 2, max_memory: 1048576 }, users: [ { user: u, password: p } ] } }, no_auth_user: u } }
                streams: [ { name: A, storage: memory }, { name: B, storage: memory } ]
                steps:
                  - server check jetstream: { streams_warn: 50, streams_critical: 100 }
                    expect: { status: WARNING, warning: [100% streams], perf_data: { contains: [ { name: streams_pct, value: 100, unit: "%" }, { name: replicas_ok, value: 2 } ] } }
                  - server check js: { streams_warn: 5, streams_critical: 5, replicas: false }
                    expect: { status: CRITICAL, critical: ["streams: invalid thresholds"], perf_data: { none: { name: replicas_ok } } }
                """);
    }

    @Test
    void invalidArguments_areReported() {
        List<String> problems = ScenarioReader.readText(Path.of("t.yaml"), """
                        steps:
                          - server log: { grep: "[", level: warn }
                          - server check stream: { stream: A, lag_critcal: 5 }
                          - server check consumer: A
                          - server chek stream: A
                          - account info: { x: 1 }
                            expect: { streams: 0 }
                        """).scenarios().stream()
                .flatMap(scenario -> scenario.problems().stream())
                .map(problem -> problem.place().line() + ":" + problem.place().column() + ": " + problem.message())
                .toList();
        assertEquals(
                String.join(
                        "\n",
                        "2:37: 'level' must be one of inf, wrn, err, ftl, dbg, trc, this is 'warn' (did you mean 'wrn'?)",
                        "3:39: 'server check stream' has no 'lag_critcal' (did you mean 'lag_critical'?)",
                        "4:28: 'server check consumer' needs 'consumer'",
                        "5:5: there is no verb 'server chek stream' (did you mean 'server check stream'?)",
                        "6:21: 'account info' has no 'x'"),
                String.join("\n", problems));
    }

    @Test
    void serverInfo_hasTheFieldNamesOfTheServer() {
        passes("""
                steps:
                  - server info:
                    expect: { node: n1, name: n1, server_name: n1, server_id: "~ ^N", id: "~ ^N", version: "~ ^2" }
                """);
    }

    @Test
    void accountInfo_limitsAsSizes_areNumbersOfBytes() {
        passes("""
                server:
                  config:
                    jetstream: { max_mem: 8MB, max_file: 1GB }
                    accounts: { ONE: { jetstream: { max_mem: 1MB, max_file: 64k }, users: [ { user: u, password: p } ] } }
                clients: { default: { user: u, password: p } }
                steps:
                  - account info:
                    expect: { limits: { max_memory: 1048576, max_storage: 64000 } }
                """);
    }
}
