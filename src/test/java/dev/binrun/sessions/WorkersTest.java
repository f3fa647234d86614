package dev.binrun.sessions;

import static dev.binrun.sessions.Stage.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkersTest {
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
    void commandX_alwaysHasAWorker() throws Exception {
        assertEquals(List.of("workers COMMAND_X 1"), stage.recorder.told);
        stage.publish("command.x", "1");
        soon(() -> assertEquals(List.of("command.x 1"), stage.recorder.received("COMMAND_X")));
        soon(() -> assertEquals(0, stored()));
    }

    @Test
    void key_startsItsWorkers_andDeleteStopsThem() throws Exception {
        stage.publish("command.y", "0");
        stage.workers("y", 2);
        soon(() -> assertEquals(2, waitingPulls("COMMAND_Y")));
        for (int i = 1; i < 20; i++) {
            stage.publish("command.y", String.valueOf(i));
        }
        soon(() -> assertEquals(20, stage.recorder.received("COMMAND_Y").size()));
        soon(() -> assertEquals(0, stored()));

        stage.nc.keyValue("commands").delete("y");
        soon(() -> assertTrue(stage.recorder.told.contains("workers ended COMMAND_Y")));
        assertEquals(List.of("COMMAND_X"), stage.consumers("COMMAND"));
        stage.publish("command.y", "waits");
        assertEquals(1, stored());
        stage.workers("y", 1);
        soon(() -> assertEquals(0, stored()));
        assertEquals(List.of(), stage.recorder.warnings);
    }

    @Test
    void keyX_setsTheWorkersOfCommandX_deleteResetsToOne() throws Exception {
        stage.workers("x", 3);
        soon(() -> assertEquals(3, waitingPulls("COMMAND_X")));
        stage.nc.keyValue("commands").delete("x");
        soon(() -> assertEquals(
                List.of("workers COMMAND_X 1", "workers COMMAND_X 3", "workers COMMAND_X 1"), stage.recorder.told));
        for (int i = 0; i < 10; i++) {
            stage.publish("command.x", String.valueOf(i));
        }
        soon(() -> assertEquals(10, stage.recorder.received("COMMAND_X").size()));
        soon(() -> assertEquals(0, stored()));
    }

    @Test
    void zeroWorkers_commandsWait() throws Exception {
        stage.workers("x", 0);
        soon(() -> assertTrue(stage.recorder.told.contains("workers COMMAND_X 0")));
        for (int i = 0; i < 5; i++) {
            stage.publish("command.x", String.valueOf(i));
        }
        assertEquals(List.of(), stage.recorder.received("COMMAND_X"));
        assertEquals(5, stored());
        stage.workers("x", 1);
        soon(() -> assertEquals(5, stage.recorder.received("COMMAND_X").size()));
        soon(() -> assertEquals(0, stored()));
    }

    @Test
    void secondKeyOfTheSameName_isRejected_untilTheFirstIsDeleted() throws Exception {
        stage.workers("y", 1);
        stage.workers("Y", 2);
        soon(() -> assertEquals(
                List.of("commands key Y revision 2 rejected, nothing changes: its consumer would be COMMAND_Y,"
                        + " which serves the key y; delete that key or choose another"),
                stage.recorder.warnings));
        stage.publish("command.y", "1");
        soon(() -> assertEquals(List.of("command.y 1"), stage.recorder.received("COMMAND_Y")));

        stage.workers("z", 1);
        stage.workers("Z", 1);
        soon(() -> assertEquals(2, stage.recorder.warnings.size()));
        stage.nc.keyValue("commands").delete("y");
        stage.publish("command.Y", "2");
        soon(() -> assertEquals(List.of("command.y 1", "command.Y 2"), stage.recorder.received("COMMAND_Y")));
        assertEquals(List.of("COMMAND_X", "COMMAND_Y", "COMMAND_Z"), stage.consumers("COMMAND"));
        assertEquals(2, stage.recorder.warnings.size(), "the key that waits for another is not warned of again");
    }

    @Test
    void keyThatWouldShareCommandX_isRejected() throws Exception {
        stage.workers("X", 2);
        soon(() -> assertEquals(
                List.of("commands key X revision 1 rejected, nothing changes: its consumer would be COMMAND_X,"
                        + " which always serves command.x; choose another key"),
                stage.recorder.warnings));
        stage.workers("x", 3);
        soon(() -> assertTrue(stage.recorder.told.contains("workers COMMAND_X 3")));
        stage.nc.keyValue("commands").delete("x");
        soon(() -> assertEquals(
                List.of("workers COMMAND_X 1", "workers COMMAND_X 3", "workers COMMAND_X 1"), stage.recorder.told));
        assertEquals(1, stage.recorder.warnings.size());
    }

    @Test
    void waitingKey_doesNotWarnAgain_whenAnotherKeyTakesOver() throws Exception {
        stage.workers("ab", 1);
        soon(() -> assertTrue(stage.recorder.told.contains("workers COMMAND_AB 1")));
        stage.workers("aB", 1);
        stage.workers("Ab", 1);
        soon(() -> assertEquals(2, stage.recorder.warnings.size()));
        stage.nc.keyValue("commands").delete("ab");
        soon(() -> assertTrue(stage.recorder.told.contains("workers ended COMMAND_AB")));
        stage.nc.keyValue("commands").delete("unrelated");
        stage.workers("z", 1);
        soon(() -> assertTrue(stage.recorder.told.contains("workers COMMAND_Z 1")));
        assertEquals(2, stage.recorder.warnings.size(), stage.recorder.warnings::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"workers\":65}    | workers must be at most 64, not 65",
                "{\"workers\":-1}    | workers must be a whole number from 0 to 64, not -1",
                "{\"workers\":1.5}   | workers must be a whole number from 0 to 64, not 1.5",
                "{\"workers\":\"2\"} | workers must be a whole number from 0 to 64, not \"2\"",
                "{\"workers\":1e99}  | workers must be a whole number from 0 to 64, not 1e99",
                "{\"workers\":null}  | workers must be a whole number from 0 to 64, not null",
                "{}                | the field workers is missing; the value must be an object like {\"workers\":2}",
                "2                 | the value must be an object like {\"workers\":2}, not 2"
            })
    void badValue_isRejectedWithTheReason(String value, String reason) throws Exception {
        stage.putRaw("commands", "x", value);
        soon(() -> assertEquals(
                List.of("commands key x revision 1 rejected, nothing changes: " + reason), stage.recorder.warnings));
        assertEquals(List.of("workers COMMAND_X 1"), stage.recorder.told);
    }

    @Test
    void fewerWorkers_loseNoCommand() throws Exception {
        stage.workers("x", 8);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            stage.publish("command.x", String.valueOf(i));
            sent.add("command.x " + i);
            if (i == 200) {
                stage.workers("x", 1);
            }
        }
        soon(() -> assertEquals(0, stored()));
        assertEquals(
                sent.stream().sorted().toList(),
                stage.recorder.received("COMMAND_X").stream().sorted().toList());
    }

    private long stored() throws Exception {
        return stage.management().getStreamInfo("COMMAND").getStreamState().getMsgCount();
    }

    private long waitingPulls(String consumer) throws Exception {
        return stage.consumer("COMMAND", consumer).getNumWaiting();
    }
}
