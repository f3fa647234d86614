package dev.binrun.scenario;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.scenario.yaml.Tree;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys at the top of a scenario. */
public record Document(
        @Arg("what it is called; the file's name if left out")
        Optional<String> name,

        @Arg("what it is for") Optional<String> description,
        @Arg("words to select it by") List<String> tags,
        @Arg("the reason why it is not run") Optional<String> skip,

        @Arg("the least nats-server version; an older server skips the scenario")
        Optional<ServerVersion> requires,

        @Arg("how long it may take; 30s if left out") Optional<Duration> timeout,

        @Arg("what all randomness derives from; 1 if left out")
        Optional<Long> seed,

        @Arg(value = "how often it is run, each time on a fresh server", min = 1, max = 100_000)
        Optional<Long> repeat,

        @Arg("what its server is like") Optional<Tree> server,

        @Arg("lists of values: one test for each combination")
        Optional<Tree> matrix,

        @Arg("values by name") Optional<Tree> variables,

        @Arg(value = "how many sessions there are", name = "numSessions", min = 0, max = MOST)
        Optional<Long> numSessions,

        @Arg(
                value = "how many subjects each session subscribes to",
                name = "numSubjectsPerSession",
                min = 0,
                max = MOST)
        Optional<Long> numSubjectsPerSession,

        @Arg(value = "how many events each subject gets", name = "numEventsPerSubject", min = 0, max = MOST)
        Optional<Long> numEventsPerSubject,

        @Arg(value = "how many commands there are", name = "numCommands", min = 0, max = MOST)
        Optional<Long> numCommands,

        @Arg(value = "how many sessions are deleted in the end", name = "sessionChurn", min = 0, max = MOST)
        Optional<Long> sessionChurn,

        @Arg(
                value = "what is inspected: 0 summary, 1 sessions too, 2 messages too",
                name = "inspectionLevel",
                min = 0,
                max = 2)
        Optional<Long> inspectionLevel,

        @Arg("as whom its clients connect, by name; a name without an entry connects plainly")
        Optional<Tree> clients,

        @Arg("streams to make first, as in the JetStream API")
        Optional<Tree> streams,

        @Arg("consumers to make then, as in the JetStream API")
        Optional<Tree> consumers,

        @Arg("buckets to make then, as with nats kv add") Optional<Tree> kv,

        @Arg("object stores to make then, as with nats object add")
        Optional<Tree> objects,

        @Arg("what is done, in order") Optional<Tree> steps,

        @Arg("what must hold of all that was done, and of what is left")
        Optional<Tree> checks) {

    private static final long MOST = 1_000_000_000;

    private static final String NO_REASON = "(?i)\\s*|~|null|true|false";

    public Document {
        timeout.filter(Duration::isZero).ifPresent(zero -> {
            throw new InvalidArgumentException("timeout", "'timeout' must be more than zero; remove it for the default of 30s");
        });
        skip.filter(word -> word.matches(NO_REASON)).ifPresent(word -> {
            throw new InvalidArgumentException(
                    "skip",
                    "'skip' takes the reason why the scenario is not run, this is '" + word
                            + "' (remove skip to run the scenario)");
        });
    }

    /** The simulation's numbers, if any is given. */
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
