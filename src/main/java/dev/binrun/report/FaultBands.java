package dev.binrun.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.verb.VerbTrait;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.StepReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The times during which a node, or the network, was not as usual, from the answers of the fault steps. */
final class FaultBands {
    private static final int HEIGHT = 16;

    private final Map<String, List<Band>> lanes = new LinkedHashMap<>();
    private final long stepsEnd;

    /**
     * The state of a node, or of the network, during a time.
     *
     * @param until {@link Long#MAX_VALUE} as long as the state lasts
     */
    private record Band(boolean isNormal, String words, long from, long until) {}

    private FaultBands(long stepsEnd) {
        this.stepsEnd = stepsEnd;
    }

    /** Returns the faults of a run. */
    static FaultBands of(RunCourse course) {
        long stepsEnd = course.steps().stream()
                .filter(StepReport::hasStarted)
                .mapToLong(StepReport::end)
                .max()
                .orElse(course.took());
        FaultBands bands = new FaultBands(stepsEnd);
        course.steps().stream()
                .flatMap(StepReport::withInner)
                .filter(report -> report.step().verb().is(VerbTrait.FAULT) && report.passed())
                .sorted((a, b) -> Long.compare(a.end(), b.end()))
                .forEach(report -> report.answer()
                        .ifPresent(answer -> items(answer.tree()).forEach(item -> bands.add(item, report))));
        return bands;
    }

    /** Returns the names of the nodes with faults, and {@code network} if it had some. */
    List<String> lanes() {
        return List.copyOf(lanes.keySet());
    }

    /** Draws the faults of one lane in the current row. All faults end when the last step has ended. */
    void draw(String lane, Plot plot) {
        for (Band band : lanes.getOrDefault(lane, List.of())) {
            if (!band.isNormal()) {
                long until = Math.min(band.until(), Math.max(stepsEnd, band.from()));
                plot.bar(band.from(), until, HEIGHT, "band", band.words());
            }
        }
    }

    /** A state lasts until the next one of the same lane. */
    private void add(JsonObject answer, StepReport report) {
        if (!answer.has("state")) {
            return;
        }
        String state = answer.get("state").getAsString();
        boolean isNetwork = answer.has("from");
        List<Band> lane = lanes.computeIfAbsent(
                isNetwork ? "network" : answer.get("node").getAsString(), added -> new ArrayList<>());
        boolean isNormal = state.equals("running") || state.equals("healed");
        String words = isNetwork
                ? state + " " + names(answer, "from") + " – " + names(answer, "to")
                : report.step().label() + ", " + state;
        if (!lane.isEmpty()) {
            Band last = lane.remove(lane.size() - 1);
            lane.add(new Band(
                    last.isNormal(),
                    last.words(),
                    last.from(),
                    Math.min(last.until(), isNormal ? report.end() : report.start())));
        }
        lane.add(new Band(isNormal, words, report.start(), Long.MAX_VALUE));
    }

    private static Stream<JsonObject> items(JsonElement answer) {
        Stream<JsonElement> items =
                answer instanceof JsonArray list ? StreamSupport.stream(list.spliterator(), false) : Stream.of(answer);
        return items.filter(JsonElement::isJsonObject).map(JsonElement::getAsJsonObject);
    }

    private static String names(JsonObject answer, String key) {
        JsonElement names = answer.get(key);
        return names == null
                ? "all"
                : names.isJsonArray()
                        ? names.getAsJsonArray().asList().stream()
                                .map(JsonElement::getAsString)
                                .collect(Collectors.joining(" "))
                        : names.getAsString();
    }
}
