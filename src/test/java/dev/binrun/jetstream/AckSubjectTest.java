package dev.binrun.jetstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class AckSubjectTest {
    private final AckSubject subject = new AckSubject();

    @Test
    void read_bothForms_returnTheSame() {
        for (String form : new String[] {
            "$JS.ACK.ORDERS.worker.3.17.21.1700000000000000000.5",
            "$JS.ACK._.ACCHASH.ORDERS.worker.3.17.21.1700000000000000000.5",
            "$JS.ACK.hub.ACCHASH.ORDERS.worker.3.17.21.1700000000000000000.5.token.more"
        }) {
            assertTrue(subject.read(form), form);
            assertEquals("ORDERS", subject.stream());
            assertEquals("worker", subject.consumer());
            assertEquals(3, subject.deliveries());
            assertEquals(17, subject.seq());
            assertEquals(21, subject.consumerSeq());
        }
    }

    @Test
    void read_sameNames_reusesTheStrings() {
        subject.read("$JS.ACK.S.c.1.1.1.0.0");
        String stream = subject.stream();
        subject.read("$JS.ACK.S.d.1.2.2.0.0");
        assertSame(stream, subject.stream());
        assertEquals("d", subject.consumer());
    }

    @Test
    void read_streamNamedLikeADomain_isRecognizedByTheTokens() {
        assertTrue(subject.read("$JS.ACK.hub.A.1.2.3.0.0"));
        assertEquals("hub", subject.stream());
        assertTrue(subject.read("$JS.ACK.hub.A.1.2.3.4.5.0.0"));
        assertEquals("1", subject.stream());
        assertEquals("2", subject.consumer());
        assertEquals(4, subject.seq());
        assertTrue(subject.read("$JS.ACK.hub.A.7.8.9.0.0"));
        assertEquals("hub", subject.stream());
        assertEquals(8, subject.seq());
    }

    @Test
    void read_otherSubject_returnsFalse() {
        assertTrue(subject.read("$JS.ACK.S.c.1.1.1.0.0"));
        for (String none : new String[] {
            "",
            "a.b",
            "$JS.ACK",
            "$JS.ACK.",
            "$JS.ACK.S.c.1.x.1.0.0",
            "$JS.ACK.S.c.x.1.1.0.0",
            "$JS.ACK.S.c.1.1..0.0",
            "$JS.ACK.S.c.1.0.1.0.0",
            "$JS.ACK.S.c.1.1.1",
            "$JS.ACK.S.c.1.1.1.",
            "$JS.ACK.S.c.1.1.1.0.0.",
            "$JS.ACK.S.c.1.1.1.0",
            "$JS.ACK.a.b.S.c.1.1.1.0",
            "$JS.ACK.S.c.1.1234567890123456789.1.0.0",
            "$JS.API.S.c.1.1.1.0.0"
        }) {
            assertFalse(subject.read(none), none);
        }
    }
}
