package dev.binrun.verdict;

import dev.binrun.match.Mismatch;
import dev.binrun.scenario.yaml.Place;
import dev.binrun.server.host.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The verdict on one scenario.
 *
 * @param name the scenario's name, unique among all scenarios
 * @param place the place of the scenario in its file
 * @param message the reason, in one line; for a passed scenario empty, or the number of its runs if there were several
 * @param details the whole report, which begins with the message; empty if the message is all
 * @param took the duration of all runs
 * @param digest the SHA-256 of the result, in hexadecimal; empty if the scenario did not run or could not be read
 * @param output the lines that the scenario printed
 * @param difference the expected and the actual value; empty if the verdict is not about a difference
 * @param serverVersion the version of the nats-server, such as {@code 2.14.6}; empty if the scenario did not
 *     run on a server
 * @param tries the verdicts of all tries in their order, if the scenario was run again because it failed; otherwise
 *     empty
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
        Optional<Mismatch> difference,
        String serverVersion,
        List<Verdict> tries) {
    public Verdict {
        tries = List.copyOf(tries);
    }

    /** Creates a verdict on one try that is not about a difference and has no server version. */
    public Verdict(
            String name,
            Place place,
            Outcome outcome,
            String message,
            String details,
            Duration took,
            String digest,
            String output) {
        this(name, place, outcome, message, details, took, digest, output, Optional.empty(), "", List.of());
    }

    /** Returns whether the scenario passed, but only after a try that failed. */
    public boolean isFlaky() {
        return outcome == Outcome.PASSED && !tries.isEmpty();
    }

    /** Returns the whole report: the details, or the message if there are none. */
    public String report() {
        return details.isEmpty() ? message : details;
    }

    /** Returns this verdict with a duration and the printed lines. */
    @API(status = Status.INTERNAL)
    public Verdict with(Duration time, String lines) {
        return new Verdict(
                name, place, outcome, message, details, time, digest, lines, difference, serverVersion, tries);
    }

    /** Returns this verdict with further lines at the end of its report. */
    @API(status = Status.INTERNAL)
    public Verdict andThen(String lines) {
        return saying(message, report() + "\n" + lines);
    }

    /** Returns this verdict with another message and other details. */
    Verdict saying(String line, String report) {
        return new Verdict(name, place, outcome, line, report, took, digest, output, difference, serverVersion, tries);
    }

    /** Returns this verdict with masked secrets, as every report shows it. */
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
                        found.path(), secrets.mask(found.expected()), secrets.mask(found.actual()), found.diff())),
                serverVersion,
                tries.stream().map(found -> found.masked(secrets)).toList());
    }

    /** Returns this verdict with a digest. */
    @API(status = Status.INTERNAL)
    public Verdict withDigest(String value) {
        return new Verdict(
                name, place, outcome, message, details, took, value, output, difference, serverVersion, tries);
    }

    /** Returns this verdict with a difference. */
    @API(status = Status.INTERNAL)
    public Verdict withDifference(Optional<Mismatch> value) {
        return new Verdict(name, place, outcome, message, details, took, digest, output, value, serverVersion, tries);
    }

    /** Returns this verdict with the version of the server that the scenario ran on. */
    @API(status = Status.INTERNAL)
    public Verdict withServerVersion(String value) {
        return new Verdict(name, place, outcome, message, details, took, digest, output, difference, value, tries);
    }

    /** Returns this verdict with the verdicts of all tries. */
    Verdict withTries(List<Verdict> values) {
        return new Verdict(
                name, place, outcome, message, details, took, digest, output, difference, serverVersion, values);
    }
}
