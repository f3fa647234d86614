package dev.binrun.report;

import dev.binrun.form.Count;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.IoReason;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.RunCourse;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The run in HTML: one file without any other, or a folder with an index and a page for each scenario.
 *
 * <p>Each scenario is written when it ends. The style sheet shows the failures first, so the file needs no second pass,
 * and the file of a run that was stopped is readable. Pages in a folder need no script, because Jenkins allows none.
 */
final class HtmlReport implements Report {
    private static final int SLOWEST = 10;
    private static final int LONGEST_TEXT = 20_000;
    private static final int LONGEST_NAME = 100;

    private final RunContext context;
    private final Path target;
    private final boolean isFile;
    private final ReportFolder folder;
    private final Map<String, ScenarioCase> started = new HashMap<>();
    private final Map<String, ShownRun> runs = new HashMap<>();
    private final Set<String> serverVersions = new TreeSet<>();
    private OutputStream out;
    private int number;

    /** The HTML of one run of a scenario. */
    private record ShownRun(boolean passed, String html) {}

    /**
     * Creates the file, in place of one with this name, or the folder.
     *
     * @param target a file if its name ends with {@code .html} or {@code .htm}, else a folder
     * @throws IOException if it cannot be created
     */
    HtmlReport(RunContext context, Path target) throws IOException {
        this.context = context;
        this.target = target;
        this.isFile = target.toString().toLowerCase(Locale.ROOT).matches(".*\\.html?");
        this.folder = isFile ? null : new ReportFolder(target);
        this.out = FileOwnership.replaceResult(index());
    }

    private Path index() {
        return isFile ? target : target.resolve("index.html");
    }

    @Override
    public boolean wantsCourses() {
        return true;
    }

    @Override
    public void begin(List<String> files, int total) throws IOException {
        started.clear();
        runs.clear();
        number = 0;
        out.close();
        out = FileOwnership.replaceResult(index());
        if (!isFile) {
            folder.write("style.css", resource("report.css"));
        }
        Html html = new Html();
        head(html, ("binrun " + String.join(" ", context.request().paths())).strip());
        html.open("main");
        html.element("p", "This run has not ended, or was stopped.", "class", "running");
        write(html);
    }

    private void head(Html html, String title) {
        html.add("<!doctype html>\n").open("html", "lang", "en").open("head");
        html.open("meta", "charset", "utf-8");
        html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.element("title", title);
        if (isFile) {
            html.open("style").add(resource("report.css")).close("style");
            html.open("script").add(resource("report.js")).close("script");
        } else {
            html.open("link", "rel", "stylesheet", "href", "style.css");
        }
        html.close("head").open("body");
    }

    @Override
    public void started(ScenarioCase scenario) {
        started.put(scenario.name(), scenario);
    }

    /** Keeps the first run that did not pass. In a folder, keeps the first run if all passed. */
    @Override
    public void performed(RunCourse course) {
        boolean passed = course.verdict().outcome() == Outcome.PASSED;
        ShownRun kept = runs.get(course.scenario().name());
        boolean isBetter = kept == null || kept.passed() && !passed;
        if (isBetter && !(passed && isFile)) {
            runs.put(course.scenario().name(), new ShownRun(passed, drawn(course)));
        }
    }

    /** A mistake in a drawing must not change the verdict of the run. */
    private static String drawn(RunCourse course) {
        try {
            return ScenarioPage.of(course);
        } catch (RuntimeException e) {
            return new Html(course.secrets()::mask)
                    .element("p", "binrun cannot draw this run; please report this: " + e, "class", "note")
                    .toString();
        }
    }

    @Override
    public void ended(Verdict verdict) throws IOException {
        if (!verdict.serverVersion().isEmpty()) {
            serverVersions.add(verdict.serverVersion());
        }
        number++;
        ShownRun run = runs.remove(verdict.name());
        boolean isPlain = isFile && verdict.outcome() == Outcome.PASSED && !verdict.isFlaky();
        Html row = new Html();
        if (!isFile) {
            String page = pageName(verdict);
            folder.write(page, page(verdict, run));
            row.open("div", "class", "s " + kind(verdict), "id", "s" + number);
            cells(row, verdict, page);
            row.close("div");
        } else {
            row.open("details", "class", "s " + kind(verdict), "id", "s" + number)
                    .open("summary");
            cells(row, verdict, "");
            row.close("summary");
            if (isPlain) {
                row.block(again(verdict)).element("p", seed(verdict).strip(), "class", "note");
            } else {
                body(row, verdict, run);
            }
            row.close("details");
        }
        write(row.add("\n"));
    }

    private static String kind(Verdict verdict) {
        return verdict.isFlaky() ? "flaky" : verdict.outcome().name().toLowerCase(Locale.ROOT);
    }

    /** Writes the cells of a row. */
    private void cells(Html row, Verdict verdict, String page) {
        row.element("b", verdict.isFlaky() ? "FLAKY" : verdict.outcome().toString());
        row.element("i", String.format(Locale.ROOT, "%.2f", verdict.took().toNanos() / 1e9));
        if (page.isEmpty()) {
            row.element("span", verdict.name());
        } else {
            row.element("a", verdict.name(), "href", page);
        }
        row.element(
                "code", verdict.place().path() + ":" + FailurePlace.of(verdict).line());
        ScenarioCase scenario = started.get(verdict.name());
        if (scenario != null && !scenario.tags().isEmpty()) {
            row.element("small", scenario.tags().stream().sorted().collect(Collectors.joining(" ")));
        }
    }

    private String pageName(Verdict verdict) {
        String words = verdict.name().replaceAll("[^A-Za-z0-9]+", "-");
        return String.format(Locale.ROOT, "%04d-", number) + words.substring(0, Math.min(LONGEST_NAME, words.length()))
                + ".html";
    }

    private String page(Verdict verdict, ShownRun run) {
        Html html = new Html();
        head(html, verdict.outcome() + " " + verdict.name());
        html.open("main")
                .open("nav")
                .element("a", "all scenarios", "href", "index.html")
                .close("nav");
        html.open("h1", "class", kind(verdict));
        html.element("b", verdict.outcome().toString())
                .text(" " + verdict.name())
                .close("h1");
        html.element("p", verdict.place().toString(), "class", "note");
        body(html, verdict, run);
        return html.close("main", "body", "html").toString();
    }

    private void body(Html html, Verdict verdict, ShownRun run) {
        html.open("div", "class", "body");
        List<String> again = again(verdict);
        if (!verdict.message().isEmpty()) {
            html.element("p", verdict.message(), "class", "message");
        }
        html.block(again);
        html.add(run == null ? "" : run.html());
        if (!verdict.output().isEmpty()) {
            html.fold("Output", false)
                    .block(List.of(shortened(verdict.output())))
                    .close("details");
        }
        if (verdict.outcome() != Outcome.PASSED || verdict.isFlaky()) {
            html.fold("As text", run == null)
                    .element("pre", shortened(MarkdownText.of(verdict, String.join("", again))), "class", "md")
                    .close("details");
        }
        String digest = verdict.digest().isEmpty() ? "" : "digest " + verdict.digest() + " ";
        String server = verdict.serverVersion().isEmpty() ? "" : "nats-server " + verdict.serverVersion();
        html.element("p", (seed(verdict) + digest + server).strip(), "class", "note")
                .close("div");
    }

    /** Returns the line with the command that runs a scenario again; empty if it was not started. */
    private List<String> again(Verdict verdict) {
        return Optional.ofNullable(started.get(verdict.name())).map(context.again()).stream()
                .toList();
    }

    private String seed(Verdict verdict) {
        return Optional.ofNullable(started.get(verdict.name()))
                .flatMap(ScenarioCase::config)
                .map(config -> "seed " + config.seed() + " ")
                .orElse("");
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "\n…";
    }

    @Override
    public void summary(List<Verdict> verdicts, int leftOut, Duration took) throws IOException {
        end("", verdicts, leftOut, took);
    }

    @Override
    public void interrupted(List<Verdict> finished, int running, Duration took) throws IOException {
        end("interrupted: ", finished, 0, took);
    }

    private void end(String beginning, List<Verdict> verdicts, int leftOut, Duration took) throws IOException {
        Html html = new Html();
        html.open("header", "id", "summary").open("h1");
        html.text("binrun: " + beginning + Count.of(verdicts.size(), "scenario"));
        VerdictCounts.of(verdicts).forEach((outcome, count) -> {
            if (count > 0) {
                String word = outcome.name().toLowerCase(Locale.ROOT);
                html.text(" ").element("b", count + " " + word, "class", word);
            }
        });
        long flaky = verdicts.stream().filter(Verdict::isFlaky).count();
        if (flaky > 0) {
            html.text(" ").element("b", flaky + " flaky", "class", "flaky");
        }
        html.text(String.format(Locale.ROOT, " in %.2f s", took.toNanos() / 1e9))
                .close("h1");
        String left = leftOut == 0 ? "" : Count.of(leftOut, "scenario") + " left out by tags. ";
        html.element(
                "p",
                left + "binrun " + context.request().version() + ", nats-server "
                        + (serverVersions.isEmpty() ? "not used" : String.join(", ", serverVersions)) + ", Java "
                        + System.getProperty("java.version") + ", " + System.getProperty("os.name") + " "
                        + System.getProperty("os.arch"),
                "class",
                "note");
        slowest(html, verdicts);
        write(html.close("header", "main", "body", "html").add("\n"));
        out.close();
    }

    private static void slowest(Html html, List<Verdict> verdicts) {
        if (verdicts.size() < 2) {
            return;
        }
        html.fold("Slowest", false).open("table");
        verdicts.stream()
                .sorted(Comparator.comparing(Verdict::took).reversed())
                .limit(SLOWEST)
                .forEach(verdict -> html.open("tr")
                        .element(
                                "td",
                                String.format(
                                        Locale.ROOT, "%.2f s", verdict.took().toNanos() / 1e9))
                        .element("td", verdict.name())
                        .element("td", verdict.place().path())
                        .close("tr"));
        html.close("table", "details");
    }

    private void write(Html html) throws IOException {
        try {
            out.write(html.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new IOException(index() + " cannot be written: " + IoReason.of(e), e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
