package dev.binrun.proof;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checks find faults of the network between a correct client and a correct server, and false claims of clients. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("slow")
final class PlantedFaultsTest {
    private static final String ORDERS = """
            streams: [{ name: ORDERS, subjects: [orders.>] }]
            consumers: [{ stream: ORDERS, durable_name: worker, ack_wait: 500ms }]
            steps:
            """;
    private static final String THREE_ORDERS = ORDERS + """
              - pub: { subject: orders.new, data: "order-${i}", count: 3 }
                expect: { acked: 3 }
            """;
    private static final String BUCKET = """
            kv: [{ bucket: profiles }]
            steps:
              - kv put: profiles color red
            """;
    private static final String STORED = """
            checks:
              - no-acked-loss: ORDERS
              - no-duplicates: ORDERS
            """;
    private static final String DELIVERED_ONCE = """
            checks:
              - delivered: { stream: ORDERS, consumer: worker, at_least: once }
              - delivered: { stream: ORDERS, consumer: worker, exactly: once }
              - max-deliveries: { stream: ORDERS, consumer: worker, at_most: 1 }
            """;
    private static final String LINEARIZABLE = "checks: [ kv-linearizable: profiles ]\n";

    @Test
    void noDuplicates_ackIsLostAndMessageHasNoId_findsTheSecondPublish() {
        Judged.of(ORDERS + """
                  - through gremlin:
                      step: { pub: { subject: orders.new, data: tea, timeout: 300ms } }
                      victim: '^MSG .*"seq"'
                      arrives: never
                    error: timeout
                  - pub: orders.new tea
                    expect: { seq: 2 }
                """ + STORED).mustFind("""
                no-duplicates: 1 of 2 messages in ORDERS is stored twice
                  seq 1 and 2 on orders.new have the same payload and no msg_id
                """);
    }

    @Test
    void checks_ackIsLostAndMessageHasId_hold() {
        Judged.of(ORDERS + """
                  - through gremlin:
                      step: { pub: { subject: orders.new, data: tea, timeout: 300ms, retry: 5s } }
                      victim: '^MSG .*"seq"'
                      arrives: never
                    expect: { seq: 1, duplicate: true }
                """ + STORED).mustHold();
    }

    @Test
    void noDuplicates_publishArrivesTwice_findsIt() {
        Judged.of(ORDERS + """
                  - through gremlin:
                      step: { pub: { subject: orders.new, data: tea } }
                      victim: '^PUB orders'
                      arrives: twice
                    expect: { seq: 1 }
                  - pub: orders.new coffee
                    expect: { seq: 3 }
                """ + STORED).mustFind("""
                no-duplicates: 1 of 3 messages in ORDERS is stored twice
                  seq 1 and 2 on orders.new have the same payload and no msg_id
                """);
    }

    @Test
    void checks_publishWithIdArrivesTwice_hold() {
        Judged.of(ORDERS + """
                  - through gremlin:
                      step: { pub: { subject: orders.new, data: tea, msg_id: a } }
                      victim: '^HPUB orders'
                      arrives: twice
                    expect: { seq: 1 }
                  - pub: orders.new coffee
                    expect: { seq: 2 }
                """ + STORED).mustHold();
    }

    @Test
    void checks_publishAckArrivesTwice_hold() {
        Judged.of(ORDERS + """
                  - through gremlin:
                      step: { pub: { subject: orders.new, data: "order-$${i}", count: 3 } }
                      victim: '^MSG .*"seq"'
                      arrives: twice
                    expect: { acked: 3, last_seq: 3 }
                """ + STORED).mustHold();
    }

    @Test
    void delivered_consumerAckIsLost_findsTheRedelivery() {
        Judged.of(THREE_ORDERS + """
                  - through gremlin:
                      step: { consumer next: { stream: ORDERS, consumer: worker } }
                      victim: '^PUB [$]JS[.]ACK'
                      arrives: never
                    error: timeout
                  - consumer next: { stream: ORDERS, consumer: worker, batch: 3, expires: 3s }
                    expect: { messages: { size: 3 } }
                """ + DELIVERED_ONCE).mustFind("""
                delivered: of 3 messages for consumer worker of ORDERS, 0 never reached it, 1 reached it more than once
                  seq 1 on orders.new was delivered to default at T, and again to default at T, delivery 2
                """, """
                max-deliveries: 1 of 3 messages was delivered to consumer worker of ORDERS more than 1 time
                  seq 1 on orders.new: delivery 2 went to default at T
                """);
    }

    @Test
    void checks_confirmationOfConsumerAckIsLost_hold() {
        Judged.of(THREE_ORDERS + """
                  - through gremlin:
                      step: { consumer next: { stream: ORDERS, consumer: worker } }
                      victim: '^MSG _INBOX[^ ]* [0-9]+ 0'
                      arrives: never
                    error: timeout
                  - consumer next: { stream: ORDERS, consumer: worker, batch: 3, expires: 1s }
                    expect: { messages: { size: 2 } }
                """ + DELIVERED_ONCE).mustHold();
    }

    @Test
    void maxDeliveries_deliveryIsLost_countsIt() {
        Judged.of(THREE_ORDERS + """
                  - through gremlin:
                      step: { consumer next: { stream: ORDERS, consumer: worker, expires: 200ms } }
                      victim: '^MSG .*order-0'
                      arrives: never
                    error: timeout
                  - consumer next: { stream: ORDERS, consumer: worker, batch: 3, expires: 3s }
                    expect: { messages: { size: 3 } }
                """ + DELIVERED_ONCE).mustFind("""
                max-deliveries: 1 of 3 messages was delivered to consumer worker of ORDERS more than 1 time
                  seq 1 on orders.new: delivery 2 went to default at T
                """);
    }

    @Test
    void delivered_onlyDeliveryIsLost_findsIt() {
        Judged.of(THREE_ORDERS.replace("ack_wait: 500ms", "ack_wait: 500ms, max_deliver: 1") + """
                  - through gremlin:
                      step: { consumer next: { stream: ORDERS, consumer: worker, expires: 200ms } }
                      victim: '^MSG .*order-0'
                      arrives: never
                    error: timeout
                  - consumer next: { stream: ORDERS, consumer: worker, batch: 3, expires: 1s }
                    expect: { messages: { size: 2 } }
                """ + DELIVERED_ONCE)
                .mustFind("""
                delivered: of 3 messages for consumer worker of ORDERS, 1 never reached it
                  seq 1 on orders.new, acknowledged to default at T, was never delivered
                """, """
                delivered: of 3 messages for consumer worker of ORDERS, 1 never reached it, 0 reached it more than once
                  seq 1 on orders.new, acknowledged to default at T, was never delivered
                """);
    }

    @Test
    void delivered_deliveryArrivesTwice_findsIt() {
        Judged.of(THREE_ORDERS + """
                  - through gremlin:
                      step: { consumer next: { stream: ORDERS, consumer: worker, batch: 4, expires: 1s } }
                      victim: '^MSG .*order-0'
                      arrives: twice
                    expect: { messages: { size: 4 } }
                """ + DELIVERED_ONCE).mustFind("""
                delivered: of 3 messages for consumer worker of ORDERS, 0 never reached it, 1 reached it more than once
                  seq 1 on orders.new was delivered to default at T, and again to default at T, delivery 1
                """, """
                max-deliveries: 1 of 3 messages was delivered to consumer worker of ORDERS more than 1 time
                  seq 1 on orders.new: delivery 2 went to default at T
                """);
    }

    @Test
    void noAckedLoss_ackWithoutPublish_findsIt() {
        Judged.of(THREE_ORDERS + """
                  - lie: { published: orders.new, in: ORDERS, value: tea, seq: 2 }
                  - lie: { published: orders.new, in: ORDERS, value: tea, seq: 4 }
                """ + STORED).mustFind("""
                no-acked-loss: 2 of 5 acknowledged messages of ORDERS are lost: 1 in the middle, 1 at the end
                  seq 2 on orders.new, acknowledged to default at T; missing on n1; another message is there
                  seq 4 on orders.new, acknowledged to default at T; missing on n1
                """);
    }

    @Test
    void kvLinearizable_ackWithoutPut_findsIt() {
        Judged.of(BUCKET + """
                  - lie: { put: color, in: profiles, value: blue, seq: 2 }
                  - kv get: profiles color
                    expect: { value: red }
                """ + LINEARIZABLE).mustFind("""
                kv-linearizable: key color of bucket profiles is not linearizable: no order explains these answers, whatever the other 1 operation did
                  T to T default: put 0499dda2: ok, revision 2
                  T to T default: get 52398e3f: ok, revision 1
                """);
    }

    @Test
    void kvLinearizable_valueWasNeverWritten_findsIt() {
        Judged.of(BUCKET + """
                  - lie: { got: color, in: profiles, value: blue, seq: 1 }
                  - kv get: profiles color
                    expect: { value: red }
                """ + LINEARIZABLE).mustFind("""
                kv-linearizable: key color of bucket profiles is not linearizable: nothing explains this answer, whatever the other 2 operations did
                  T to T default: get 0499dda2: ok, revision 1
                """);
    }

    /** The put or its acknowledgement is lost: the client cannot know which. */
    @ParameterizedTest
    @ValueSource(strings = {"^H?PUB [$]KV", "^MSG .*\"seq\""})
    void kvLinearizable_outcomeOfPutIsUnknown_holds(String victim) {
        Judged.of(BUCKET + """
                  - through gremlin:
                      step: { kv put: { bucket: profiles, key: color, value: blue, timeout: 300ms } }
                      victim: 'VICTIM'
                      arrives: never
                    error: timeout
                  - kv get: profiles color
                  - kv get: profiles color
                """.replace("VICTIM", victim) + LINEARIZABLE).mustHold();
    }
}
