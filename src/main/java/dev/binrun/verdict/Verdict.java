package dev.binrun.verdict;

import dev.binrun.match.Mismatch;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.server.host.Secrets;
import java.time.Duration;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * How one scenario ended.
 *
 * @param name the scenario's name, unique in the run
 * @param place where the scenario stands
 * @param outcome the verdict's kind
 * @param message one line: what failed, what was wrong, why it was skipped; of one that passed nothing, or how
 *     often it ran if more than once
 * @param details the whole report where there is more to say than the message, the message included; else empty
 * @param took how long it ran
 * @param digest SHA-256 in hex of what happened; empty where nothing ran
 * @param output the lines that the run printed
 * @param difference what was expected and what was there, for who shows them beside each other
 */
@API(status = Status.EXPERIMENTAL)
public record Verdict(
        String name,
        Place place,
        Outcome outcome,
        String message,
        String details,
        Duration took,
        String digest,
        String output,
        Optional<Mismatch> difference) {
    /** A verdict that is not about a difference. */
    public Verdict(
            String name,
            Place place,
            Outcome outcome,
            String message,
            String details,
            Duration took,
            String digest,
            String output) {
        this(name, place, outcome, message, details, took, digest, output, Optional.empty());
    }

    /** All there is to say of it: the whole report, or the message where there is no more. */
    public String report() {
        return details.isEmpty() ? message : details;
    }

    @API(status = Status.INTERNAL)
    public Verdict with(Duration time, String lines) {
        return new Verdict(name, place, outcome, message, details, time, digest, lines, difference);
    }

    Verdict saying(String line, String report) {
        return new Verdict(name, place, outcome, line, report, took, digest, output, difference);
    }

    /** Returns this verdict without secrets, as every report shows it. */
    @API(status = Status.INTERNAL)
    public Verdict masked(Secrets secrets) {
        return new Verdict(
                name,
                place,
                outcome,
                secrets.mask(message),
                secrets.mask(details),
                took,
                digest,
                secrets.mask(output),
                difference.map(found -> new Mismatch(
                        found.path(), secrets.mask(found.expected()), secrets.mask(found.actual()), found.diff())));
    }

    @API(status = Status.INTERNAL)
    public Verdict withDigest(String value) {
        return new Verdict(name, place, outcome, message, details, took, value, output, difference);
    }

    @API(status = Status.INTERNAL)
    public Verdict withDifference(Optional<Mismatch> value) {
        return new Verdict(name, place, outcome, message, details, took, digest, output, value);
    }
}
