package dev.binrun.sessions;

import static dev.binrun.sessions.Stage.soon;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Random overlapping subscriptions against the real server, which rejects overlapping filters. */
final class OverlapTest {
    private static final List<String> TOKENS = List.of("a", "b", "c", "*", "*");
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
    void overlappingFilters_eachSessionReceivesEachEventOnce() throws Exception {
        Random random = new Random(7);
        Map<String, List<String>> subscriptions = new HashMap<>();
        for (int i = 0; i < 150; i++) {
            subscriptions.put("s" + i, randomSubjects(random));
        }
        for (Map.Entry<String, List<String>> each : subscriptions.entrySet()) {
            stage.put(each.getKey(), each.getValue().toArray(new String[0]));
        }
        List<String> events = events();
        for (String event : events) {
            stage.publish(event, "x");
        }
        subscriptions.forEach((session, subjects) -> {
            List<String> wanted = events.stream()
                    .filter(event -> subjects.stream().anyMatch(subject -> matches(subject, event)))
                    .map(event -> event + " x")
                    .toList();
            soon(() -> assertEquals(wanted, stage.recorder.received(session), () -> session + " " + subjects));
        });
        assertEquals(List.of(), stage.recorder.warnings);
    }

    private static List<String> randomSubjects(Random random) {
        List<String> subjects = new ArrayList<>();
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            StringBuilder subject = new StringBuilder("event");
            for (int tokens = 1 + random.nextInt(3); tokens > 0; tokens--) {
                subject.append('.').append(TOKENS.get(random.nextInt(TOKENS.size())));
            }
            subjects.add(random.nextInt(5) == 0 ? subject + ".>" : subject.toString());
        }
        return subjects;
    }

    private static List<String> events() {
        List<String> events = new ArrayList<>();
        for (String one : List.of("a", "b", "c")) {
            events.add("event." + one);
            for (String two : List.of("a", "b", "c")) {
                events.add("event." + one + "." + two);
                for (String three : List.of("a", "b", "c")) {
                    events.add("event." + one + "." + two + "." + three);
                }
            }
        }
        return events;
    }

    private static boolean matches(String subject, String event) {
        String pattern = subject.replace(".", "\\.").replace("*", "[^.]+").replace(">", ".+");
        return Pattern.matches(pattern, event);
    }
}
