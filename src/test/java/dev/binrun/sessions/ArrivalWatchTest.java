package dev.binrun.sessions;

import static dev.binrun.sessions.Stage.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ArrivalWatchTest {
    private Stage stage;

    @BeforeEach
    void open() throws Exception {
        stage = Stage.open();
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    @Test
    void untakenMessages_areReportedOnce_inOrder() throws Exception {
        stage.workers("z", 0);
        stage.put("Alice", "event.a");
        for (int i = 1; i <= 3; i++) {
            stage.publish("event.other", String.valueOf(i));
            stage.publish("command.y", String.valueOf(i));
            stage.publish("command.z", String.valueOf(i));
        }
        soon(() -> assertEquals(9, stage.recorder.untaken.size()));
        assertEquals(List.of("event.other 1", "event.other 2", "event.other 3"), told("event.other"));
        assertEquals(List.of("command.y 1", "command.y 2", "command.y 3"), told("command.y"));
        assertEquals(List.of("command.z 1", "command.z 2", "command.z 3"), told("command.z"));
    }

    @Test
    void takenAfterTheLastChange_isReportedByItsDeliveryOnly() throws Exception {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            stage.put("s" + i, "event.n" + i);
            stage.publish("event.n" + i, "x");
            stage.workers("w" + i % 10, 1 + i % 2);
            stage.publish("command.w" + i % 10, "x");
            taken.add("s" + i);
        }
        for (String session : taken) {
            soon(() -> assertEquals(1, stage.recorder.received(session).size()));
        }
        stage.publish("event.other", "last");
        stage.publish("command.other", "last");
        soon(() -> assertEquals(2, stage.recorder.untaken.size()));
        assertEquals(List.of("event.other last"), told("event."));
        assertEquals(List.of("command.other last"), told("command."));
    }

    private List<String> told(String start) {
        return stage.recorder.untaken.stream()
                .filter(line -> line.startsWith(start))
                .toList();
    }
}
