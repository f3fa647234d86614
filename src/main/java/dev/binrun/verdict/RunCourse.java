package dev.binrun.verdict;

import dev.binrun.history.History;
import dev.binrun.scenario.ScenarioCase;
import dev.binrun.server.LogTail;
import dev.binrun.server.host.Secrets;
import java.time.Instant;
import java.util.List;

/**
 * Everything that happened in one run of a scenario, for reports that show more than its verdict. It can be read only
 * during the call that passes it on, because the history ends with the run. Its texts can contain secrets.
 *
 * @param verdict the verdict on this run alone, without its duration
 * @param begin the start of the run: time 0 of the steps, the checks and the history
 * @param took the duration in nanoseconds, from the start to the verdict
 * @param topology the steps that created the topology
 * @param nodes the names of the nodes
 * @param log the kept log lines of all servers by time, in a cluster each after its node's name
 * @param secrets masks the secrets of the scenario
 */
public record RunCourse(
        ScenarioCase scenario,
        Verdict verdict,
        Instant begin,
        long took,
        List<StepReport> topology,
        List<StepReport> steps,
        List<CheckReport> checks,
        History history,
        List<String> nodes,
        List<LogTail.Line> log,
        Secrets secrets) {}
