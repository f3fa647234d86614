package dev.binrun.scenario;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.scenario.yaml.Tree;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What stands beside a step's verb. */
public record Modifiers(
        @Arg("shown in reports in place of the verb") Optional<String> name,
        @Arg("what the answer must look like") Optional<Tree> expect,
        @Arg("the step must fail like this") Optional<Tree> error,

        @Arg("eventually: repeat a reading verb, consumer next or request until it holds, at most so long")
        Optional<Duration> within,

        @Arg("consistently: it must hold every time for so long")
        Optional<Duration> during,

        @Arg("keep the answer under this name") Optional<String> as,

        @Arg("the connection that speaks; default if left out")
        Optional<String> client) {

    public Modifiers {
        if (expect.isEmpty() && error.isEmpty()) {
            within.ifPresent(x -> {
                throw new InvalidArgumentException(
                        "within", "'within' waits for an expect or an error, and this step has neither");
            });
            during.ifPresent(x -> {
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
