package dev.binrun.junit;

import dev.binrun.engine.Verdict;
import dev.binrun.scenario.Scenario;
import dev.binrun.scenario.ScenarioFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs scenarios through the JUnit Platform launcher, several at once, and gives their verdicts. */
public final class ScenarioRun {
    private final Function<Scenario, Verdict> judge;
    private final Consumer<Verdict> ended;
    private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
    private final Map<String, Throwable> thrown = new ConcurrentHashMap<>();

    /**
     * A run that is not yet started.
     *
     * @param judge runs one scenario; called from several threads
     * @param ended gets each verdict as it comes, one at a time
     */
    public ScenarioRun(Function<Scenario, Verdict> judge, Consumer<Verdict> ended) {
        this.judge = judge;
        this.ended = ended;
    }

    /**
     * Runs all of them and gives the verdicts in the order of the files.
     *
     * @param jobs how many run at once
     * @throws IllegalStateException if a scenario ended without a verdict
     */
    public List<Verdict> run(List<ScenarioFile> files, int jobs) {
        LauncherConfig config = LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(new ScenarioEngine(files, jobs, this::judge))
                .addTestExecutionListeners(new Thrown())
                .build();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().build();
        LauncherFactory.create(config).execute(request);
        return inOrder(files);
    }

    private void judge(Scenario scenario) {
        Verdict verdict = judge.apply(scenario);
        verdicts.put(scenario.name(), verdict);
        synchronized (ended) {
            ended.accept(verdict);
        }
        Judgement.enforce(verdict);
    }

    private List<Verdict> inOrder(List<ScenarioFile> files) {
        List<Verdict> ordered = new ArrayList<>();
        for (ScenarioFile file : files) {
            for (Scenario scenario : file.scenarios()) {
                Verdict verdict = verdicts.get(scenario.name());
                if (verdict == null) {
                    throw new IllegalStateException(
                            scenario.place() + ": '" + scenario.name() + "' ended without a verdict",
                            thrown.get(scenario.name()));
                }
                ordered.add(verdict);
            }
        }
        return ordered;
    }

    /** Keeps what was thrown, for a scenario that ends without a verdict. */
    private final class Thrown implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(cause -> thrown.put(test.getDisplayName(), cause));
        }
    }
}
