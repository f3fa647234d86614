package dev.binrun.scenario;

import static dev.binrun.verb.Judging.passes;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.registry.Verbs;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verbs' examples pass, family by family, with the topology that the reference shows before its verbs. */
@Execution(ExecutionMode.CONCURRENT)
class VerbExamplesTest {
    /** Examples that remove data or streams, and run last, in this order. */
    private static final List<String> LAST = List.of("rmm", "del", "purge", "seal", "rm");

    @ParameterizedTest
    @MethodSource("families")
    void examples_run_pass(String family) throws IOException {
        passes(examples(family));
    }

    /** Returns the scenario of a family's examples. */
    static String examples(String family) throws IOException {
        String examples = Verbs.ours().stream()
                .filter(verb -> family(verb).equals(family))
                .sorted(Comparator.comparingInt(VerbExamplesTest::turn))
                .map(verb -> verb.does().map(VerbDoc::example).orElse(""))
                .collect(Collectors.joining());

        return (family.endsWith(".fault") ? clustered(world()) : world()) + examples.indent(2);
    }

    /** Uses packages as families, because each verb in the package flow is a family. */
    static Stream<String> families() {
        return Verbs.ours().stream().map(VerbExamplesTest::family).distinct();
    }

    private static String family(VerbType verb) {
        return verb.arguments().getPackageName();
    }

    private static int turn(VerbType verb) {
        return LAST.indexOf(verb.name().substring(verb.name().lastIndexOf(' ') + 1));
    }

    private static String clustered(String world) {
        String clustered = world.replace("subjects: [orders.>] }", "subjects: [orders.>], num_replicas: 3 }");
        assertNotEquals(world, clustered, "the stream ORDERS has replicas");
        return "server: { nodes: 3, config: { lame_duck_grace_period: 100ms } }\ntimeout: 60s\n" + clustered;
    }

    private static String world() throws IOException {
        String page = Files.readString(Path.of("docs/scenario-reference.md"));
        String verbs = page.substring(page.indexOf("\n## Verbs\n"));
        String begin = "```yaml\n";
        int start = verbs.indexOf(begin) + begin.length();
        assertTrue(start < verbs.indexOf("generated: verbs"), "the verbs begin with the world of their examples");
        return verbs.substring(start, verbs.indexOf("```", start));
    }
}
