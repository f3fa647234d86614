package dev.binrun.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.SimConfig;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.Secrets;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One line of JSON for each event of a run, written when it happens, so that the file of an interrupted run is complete
 * up to its last line. {@code docs/run-events.schema.json} describes the lines.
 */
final class JsonLines implements Report {
    /** The value of an option that stands for the standard output. */
    static final Path STANDARD_OUTPUT = Path.of("-");

    /** The version of the format. It changes if a field gets another meaning or is removed. */
    private static final int FORMAT = 1;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RunRequest request;
    private final Path target;
    private final OutputStream out;
    private final Map<String, ScenarioCase> started = new HashMap<>();
    private final StringBuilder pending = new StringBuilder();
    private int total;
    private int round;
    private boolean failed;

    /**
     * Creates the file, in place of one with this name.
     *
     * @throws IOException if it cannot be created
     */
    JsonLines(RunContext context, Path target) throws IOException {
        this.request = context.request();
        this.target = target;
        this.out = target.equals(STANDARD_OUTPUT) ? context.out() : FileOwnership.replaceResult(target);
    }

    /** Forgets the events of the last round, because a run without end would fill the disk. */
    @Override
    public void roundStarted(int number) {
        round = number;
        pending.setLength(0);
    }

    @Override
    public void begin(List<String> files, int scenarios) throws IOException {
        total = scenarios;
        started.clear();
        if (round > 1) {
            return;
        }
        JsonObject event = event("run_started");
        event.addProperty("format", FORMAT);
        event.add("versions", versions());
        event.add("paths", texts(request.paths()));
        request.tags().ifPresent(tags -> event.addProperty("tags", Secrets.recognized(tags)));
        if (!request.names().isEmpty()) {
            event.add("names", texts(request.names()));
        }
        request.seed().ifPresent(seed -> event.addProperty("seed", seed));
        request.repeat().ifPresent(repeat -> event.addProperty("repeat", repeat));
        event.addProperty("files", files.size());
        event.addProperty("scenarios", scenarios);
        writeNow(event);
    }

    private JsonObject versions() {
        JsonObject versions = new JsonObject();
        versions.addProperty("binrun", request.version());
        versions.addProperty("java", System.getProperty("java.version"));
        versions.addProperty("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return versions;
    }

    @Override
    public void started(ScenarioCase scenario) throws IOException {
        started.put(scenario.name(), scenario);
        JsonObject event = event("scenario_started");
        identify(event, scenario.name(), scenario.place());
        scenario.config().ifPresent(config -> event.addProperty("repeat", config.repeat()));
        write(event);
    }

    @Override
    public void ended(Verdict verdict) throws IOException {
        JsonObject event = event("scenario_ended");
        identify(event, verdict.name(), verdict.place());
        event.addProperty("outcome", verdict.outcome().name());
        event.addProperty("message", verdict.message());
        event.addProperty("report", verdict.report());
        if (verdict.outcome() != Outcome.PASSED && verdict.outcome() != Outcome.SKIPPED) {
            event.add("failed_at", place(FailurePlace.of(verdict)));
        }
        event.add("seconds", seconds(verdict.took()));
        addUnlessEmpty(event, "digest", verdict.digest());
        addUnlessEmpty(event, "server_version", verdict.serverVersion());
        event.addProperty("output", verdict.output());
        if (!verdict.tries().isEmpty()) {
            event.addProperty("flaky", verdict.isFlaky());
            event.add("tries", tries(verdict.tries()));
        }
        write(event);
    }

    private static JsonArray tries(List<Verdict> tries) {
        JsonArray array = new JsonArray();
        for (Verdict verdict : tries) {
            JsonObject one = new JsonObject();
            one.addProperty("outcome", verdict.outcome().name());
            one.addProperty("message", verdict.message());
            one.addProperty("report", verdict.report());
            one.add("seconds", seconds(verdict.took()));
            addUnlessEmpty(one, "digest", verdict.digest());
            one.addProperty("output", verdict.output());
            array.add(one);
        }
        return array;
    }

    private static JsonObject place(FailurePlace failure) {
        JsonObject place = new JsonObject();
        place.addProperty("line", failure.line());
        failure.column().ifPresent(column -> place.addProperty("column", column));
        return place;
    }

    @Override
    public void summary(List<Verdict> verdicts, int leftOut, Duration took) throws IOException {
        JsonObject event = event("run_ended");
        event.add("counts", counts(verdicts));
        event.addProperty("left_out", leftOut);
        event.add("seconds", seconds(took));
        event.addProperty("exit_code", request.exitCode(verdicts));
        addRound(event);
        writeNow(event);
    }

    @Override
    public void interrupted(List<Verdict> finished, int running, Duration took) throws IOException {
        JsonObject event = event("run_interrupted");
        event.add("counts", counts(finished));
        event.addProperty("running", running);
        event.addProperty("not_started", total - finished.size() - running);
        event.add("seconds", seconds(took));
        addRound(event);
        writeNow(event);
    }

    private void addRound(JsonObject event) {
        if (round > 0) {
            event.addProperty("round", round);
        }
    }

    private static JsonObject event(String name) {
        JsonObject event = new JsonObject();
        event.addProperty("event", name);
        event.addProperty("time", TIME.format(Instant.now()));
        return event;
    }

    private void identify(JsonObject event, String name, Place place) {
        event.addProperty("scenario", name);
        event.addProperty("file", place.path());
        event.addProperty("line", place.line());
        event.addProperty("column", place.column());
        ScenarioCase scenario = started.get(name);
        if (scenario != null) { // otherwise the run ended before it
            event.add("tags", texts(scenario.tags().stream().sorted().toList()));
            scenario.config().map(SimConfig::seed).ifPresent(seed -> event.addProperty("seed", seed));
        }
    }

    private static JsonObject counts(List<Verdict> verdicts) {
        JsonObject counts = new JsonObject();
        VerdictCounts.of(verdicts)
                .forEach((outcome, count) -> counts.addProperty(outcome.name().toLowerCase(Locale.ROOT), count));
        return counts;
    }

    private static JsonArray texts(Collection<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(text -> array.add(Secrets.recognized(text)));
        return array;
    }

    private static JsonPrimitive seconds(Duration time) {
        return new JsonPrimitive(BigDecimal.valueOf(time.toMillis(), 3));
    }

    private static void addUnlessEmpty(JsonObject event, String name, String value) {
        if (!value.isEmpty()) {
            event.addProperty(name, value);
        }
    }

    private void write(JsonObject event) throws IOException {
        if (round > 0) {
            pending.append(line(event));
        } else {
            writeNow(event);
        }
    }

    /** Writes whole lines with one call. After a failure nothing is written, because a line may be incomplete. */
    private void writeNow(JsonObject event) throws IOException {
        if (failed) {
            return;
        }
        try {
            out.write((pending + line(event)).getBytes(StandardCharsets.US_ASCII));
            out.flush();
        } catch (IOException e) {
            failed = true;
            throw new IOException(target + " cannot be written: " + IoReason.of(e), e);
        }
    }

    private static String line(JsonObject event) {
        return ascii(event.toString()) + "\n";
    }

    /** Escapes all characters but printable ASCII, so that a line is the same in every encoding and terminal. */
    private static String ascii(String json) {
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                escaped.append(c);
            } else {
                escaped.append(String.format("\\u%04x", (int) c));
            }
        }
        return escaped.toString();
    }
}
