package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.binrun.junit.Samples;
import dev.binrun.scenario.ScenarioCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The workflows in docs/sharding.md: their YAML is read, and their jobs together run each scenario once. */
class ShardingPageTest {
    private static final Pattern WORKFLOW = Pattern.compile("(?ms)^```yaml workflow\\n(.*?)^```$");

    private final String page = Files.readString(Path.of("docs", "sharding.md"));

    ShardingPageTest() throws IOException {}

    @Test
    void github_theJobsOfTheMatrixAreAllShards() {
        Map<String, Object> job = map(map(workflow(0).get("jobs")).get("scenarios"));
        List<?> shards = (List<?>) map(map(job.get("strategy")).get("matrix")).get("shard");
        String arguments = ((List<?>) job.get("steps"))
                .stream()
                        .map(ShardingPageTest::map)
                        .filter(step -> step.get("uses").toString().contains("/binrun@"))
                        .map(step -> map(step.get("with")).get("args").toString())
                        .findFirst()
                        .orElseThrow();

        assertRunEachScenarioOnce(shards.stream()
                .map(shard -> arguments.lines().findFirst().orElseThrow().replace("${{ matrix.shard }}", shard + ""))
                .toList());
    }

    @Test
    void gitlab_theParallelJobsAreAllShards() {
        Map<String, Object> job = map(workflow(1).get("scenarios"));
        int parallel = (Integer) job.get("parallel");
        String line = ((List<?>) job.get("script")).get(0).toString();
        String option = line.replaceFirst(".*(--shard \\S+).*", "$1").replace(' ', '=');

        assertRunEachScenarioOnce(IntStream.rangeClosed(1, parallel)
                .mapToObj(
                        index -> option.replace("$CI_NODE_INDEX", index + "").replace("$CI_NODE_TOTAL", parallel + ""))
                .toList());
    }

    @Test
    void jenkins_theValuesOfTheAxisAreAllShards() {
        List<String> values = Pattern.compile("'(\\d)'")
                .matcher(page.replaceFirst("(?s).*values (.*?) \\}.*", "$1"))
                .results()
                .map(value -> value.group(1))
                .toList();
        String option = page.replaceFirst("(?s).*--shard (\\$SHARD/\\d+).*", "--shard=$1");

        assertRunEachScenarioOnce(
                values.stream().map(value -> option.replace("$SHARD", value)).toList());
    }

    private static void assertRunEachScenarioOnce(List<String> options) {
        assertFalse(options.isEmpty());
        FakeShell shell = new FakeShell();
        List<ScenarioCase> scenarios = IntStream.rangeClosed(1, 40)
                .mapToObj(line -> Samples.scenario("s" + line, line))
                .toList();
        shell.reader = paths -> List.of(Samples.file(scenarios.toArray(ScenarioCase[]::new)));

        for (String option : options) {
            assertEquals(0, shell.execute("run", option), shell::err);
        }

        List<String> ran =
                new ArrayList<>(shell.ran.stream().map(ScenarioCase::name).toList());
        assertEquals(40, ran.size());
        assertEquals(
                scenarios.stream().map(ScenarioCase::name).sorted().toList(),
                ran.stream().sorted().toList());
    }

    private Map<String, Object> workflow(int number) {
        return map(new Yaml()
                .load(WORKFLOW.matcher(page)
                        .results()
                        .skip(number)
                        .findFirst()
                        .orElseThrow()
                        .group(1)));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }
}
