package dev.binrun.scenario;

import dev.binrun.check.Checks;
import dev.binrun.form.Nearest;
import dev.binrun.registry.Verbs;
import dev.binrun.verb.VerbType;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the problem of an unknown verb, with a proposal. */
final class UnknownVerb {
    /** The name of the nats CLI, which stands before its commands in a shell. */
    private static final String PROGRAM = "nats ";

    private UnknownVerb() {}

    /**
     * Returns the message for a word in the place of a verb.
     *
     * @param candidates all words that are possible in that place
     */
    static String message(String written, Collection<String> candidates) {
        if (Checks.find(written).isPresent()) {
            return "'" + written + "' is a check, not a verb: move it to 'checks', beside 'steps'";
        }
        if (written.contains("${")) {
            return "there is no verb '" + written + "' (write the verb out: ${…} works only in its arguments)";
        }
        String near = Nearest.hint(written, candidates);
        return "there is no verb '" + written + "'" + (near.isEmpty() ? instead(written) : near);
    }

    private static String instead(String written) {
        if (written.startsWith(PROGRAM)
                && Verbs.find(written.substring(PROGRAM.length())).isPresent()) {
            return " (did you mean '" + written.substring(PROGRAM.length()) + "'?)";
        }
        int blank = written.indexOf(' ');
        String first = blank < 0 ? written : written.substring(0, blank);
        List<String> family = Verbs.all().stream()
                .map(VerbType::name)
                .filter(name -> name.startsWith(first + " "))
                .toList();
        if (!family.isEmpty()) {
            return " (known: " + family.stream().collect(Collectors.joining(", ")) + ")";
        }
        if (blank > 0 && Verbs.find(first).isPresent()) {
            return " (write a colon between the verb and its arguments: '" + first + ": " + written.substring(blank + 1)
                    + "')";
        }
        return " (verbs are the nats CLI's commands, such as pub, stream info, consumer next, kv put; a class"
                + " with a verb of your own must be named in META-INF/services/dev.binrun.verb.OwnVerb)";
    }
}
