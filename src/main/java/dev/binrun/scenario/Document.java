package dev.binrun.scenario;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.scenario.yaml.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The top-level keys of a scenario. */
public record Document(
        @Arg("name of the scenario; the file's name if omitted")
        Optional<String> name,

        @Arg("purpose of the scenario") Optional<String> description,
        @Arg("words that select the scenario") List<String> tags,
        @Arg("the reason why the scenario is skipped") Optional<String> skip,

        @Arg("the least nats-server version; an older server skips the scenario")
        Optional<ServerVersion> requires,

        @Arg("maximum duration of the scenario; 30s if omitted")
        Optional<Duration> timeout,

        @Arg("seed of all randomness; 1 if omitted") Optional<Long> seed,

        @Arg(value = "number of runs, each on a fresh server", min = 1, max = 100_000)
        Optional<Long> repeat,

        @Arg("the server's configuration") Optional<Tree> server,

        @Arg("lists of values, with one test for each combination")
        Optional<Tree> matrix,

        @Arg("values by name") Optional<Tree> variables,

        @Arg(value = "number of sessions", name = "numSessions", min = 0, max = MOST)
        Optional<Long> numSessions,

        @Arg(
                value = "number of subjects that each session subscribes to",
                name = "numSubjectsPerSession",
                min = 0,
                max = MOST)
        Optional<Long> numSubjectsPerSession,

        @Arg(value = "number of events for each subject", name = "numEventsPerSubject", min = 0, max = MOST)
        Optional<Long> numEventsPerSubject,

        @Arg(value = "number of commands", name = "numCommands", min = 0, max = MOST)
        Optional<Long> numCommands,

        @Arg(value = "number of sessions that are deleted at the end", name = "sessionChurn", min = 0, max = MOST)
        Optional<Long> sessionChurn,

        @Arg(
                value = "detail of the inspection: 0 the summary, 1 also the sessions, 2 also the messages",
                name = "inspectionLevel",
                min = 0,
                max = 2)
        Optional<Long> inspectionLevel,

        @Arg("client connections by name, with credentials; a name without an entry connects without credentials")
        Optional<Tree> clients,

        @Arg("streams to create first, as in the JetStream API")
        Optional<Tree> streams,

        @Arg("consumers to create after the streams, as in the JetStream API")
        Optional<Tree> consumers,

        @Arg("buckets to create after the consumers, as with nats kv add")
        Optional<Tree> kv,

        @Arg("object stores to create after the buckets, as with nats object add")
        Optional<Tree> objects,

        @Arg("the steps to run, in order") Optional<Tree> steps,

        @Arg("checks of the whole history and of the final state")
        Optional<Tree> checks) {

    private static final long MOST = 1_000_000_000;

    private static final String NO_REASON = "(?i)\\s*|~|null|true|false";

    public Document {
        timeout.filter(Duration::isZero).ifPresent(zero -> {
            throw new InvalidArgumentException(
                    "timeout", "'timeout' must be more than zero; remove it for the default of 30s");
        });
        skip.filter(word -> word.matches(NO_REASON)).ifPresent(word -> {
            throw new InvalidArgumentException(
                    "skip",
                    "'skip' takes the reason why the scenario is not run, this is '" + word
                            + "' (remove skip to run the scenario)");
        });
    }

    /** Returns the simulation's numbers; empty if the scenario states none of them. */
    Optional<SessionNumbers> sessions() {
        List<Optional<Long>> numbers = List.of(
                numSessions, numSubjectsPerSession, numEventsPerSubject, numCommands, sessionChurn, inspectionLevel);
        SessionNumbers defaults = SessionNumbers.defaults();
        return numbers.stream().allMatch(Optional::isEmpty)
                ? Optional.empty()
                : Optional.of(new SessionNumbers(
                        or(numSessions, defaults.numSessions()),
                        or(numSubjectsPerSession, defaults.numSubjectsPerSession()),
                        or(numEventsPerSubject, defaults.numEventsPerSubject()),
                        or(numCommands, defaults.numCommands()),
                        or(sessionChurn, defaults.sessionChurn()),
                        or(inspectionLevel, defaults.inspectionLevel())));
    }

    private static int or(Optional<Long> number, int otherwise) {
        return number.map(Long::intValue).orElse(otherwise);
    }
}
