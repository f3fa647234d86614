package dev.binrun.cli;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The scenarios that {@code demo} runs. Their descriptions state what to watch. */
enum Demo {
    ORDERS(
            "an order flow: two shops, payment and shipping",
            "stream report",
            "consumer report ORDERS",
            "kv watch status",
            "sub 'orders.>'"),
    WORK_QUEUE(
            "a work queue with failing workers and dead letters",
            "stream report",
            "consumer report JOBS",
            "sub 'dead.>'",
            "sub '$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.>'"),
    SESSIONS(
            "a session storm: a thousand sessions connect at once",
            "stream report",
            "kv watch sessions",
            "consumer ls EVENT --names"),
    ROLLING(
            "a rolling cluster: nodes restart in turn while clients publish",
            "stream report",
            "stream info ORDERS",
            "consumer report ORDERS",
            "sub 'orders.>'");

    private final String summary;
    private final List<String> looks;

    Demo(String summary, String... looks) {
        this.summary = summary;
        this.looks = List.of(looks);
    }

    /** Returns the names of all demos. */
    static List<String> names() {
        return Stream.of(values()).map(Demo::toString).toList();
    }

    /** Returns the demo of a name. */
    static Optional<Demo> of(String name) {
        return Stream.of(values()).filter(demo -> demo.toString().equals(name)).findFirst();
    }

    /** Returns one phrase about the demo. */
    String summary() {
        return summary;
    }

    /** Returns the commands of the nats CLI that show the demo, without the server's URL. */
    List<String> looks() {
        return looks;
    }

    /** Returns the scenario file. */
    String text() {
        return CommandResource.text("demo/" + this + ".yaml");
    }

    /** Returns the scenario. */
    ScenarioCase scenario() {
        return ScenarioReader.readText(Path.of("demo", this + ".yaml"), text())
                .scenarios()
                .get(0);
    }

    /** Returns the name that users type. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
