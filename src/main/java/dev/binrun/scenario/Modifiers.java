package dev.binrun.scenario;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.scenario.yaml.Tree;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The keys beside a step's verb. */
public record Modifiers(
        @Arg("shown in reports in place of the verb") Optional<String> name,
        @Arg("the pattern that the answer must match") Optional<Tree> expect,
        @Arg("the error that the step must fail with") Optional<Tree> error,

        @Arg("eventually: repeats a reading verb, consumer next or request until it matches, for at most this long")
        Optional<Duration> within,

        @Arg("consistently: repeats the verb for this long; expect or error must hold every time")
        Optional<Duration> during,

        @Arg("keeps the answer under this name") Optional<String> as,

        @Arg("the connection that the step uses; default if omitted")
        Optional<String> client) {

    public Modifiers {
        if (expect.isEmpty() && error.isEmpty()) {
            within.ifPresent(duration -> {
                throw new InvalidArgumentException(
                        "within", "'within' waits for an expect or an error, and this step has neither");
            });
            during.ifPresent(duration -> {
                throw new InvalidArgumentException(
                        "during", "'during' repeats an expect or an error, and this step has neither");
            });
        }
        as.filter(word -> !word.matches("[A-Za-z_][A-Za-z0-9_]*")).ifPresent(word -> {
            throw new InvalidArgumentException(
                    "as", "'" + word + "' is not a name: use letters, digits and _, and do not start with a digit");
        });
        as.filter(Set.of("i", "now", "matrix", LoadScope.REQUEST)::contains).ifPresent(word -> {
            throw new InvalidArgumentException("as", "'" + word + "' is a reserved name; choose another");
        });
    }
}
