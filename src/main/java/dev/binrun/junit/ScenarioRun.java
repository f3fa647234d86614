package dev.binrun.junit;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import dev.binrun.server.host.ResourceLimit;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A parallel run of scenarios by the JUnit Platform launcher. */
public final class ScenarioRun {
    private final Function<ScenarioCase, Verdict> judge;
    private final Consumer<Verdict> ended;
    private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();
    private final Map<String, Throwable> thrown = new ConcurrentHashMap<>();

    /**
     * Creates a run that is not started.
     *
     * @param judge runs one scenario; called by several threads
     * @param ended gets each verdict when its scenario ends, one at a time
     */
    public ScenarioRun(Function<ScenarioCase, Verdict> judge, Consumer<Verdict> ended) {
        this.judge = judge;
        this.ended = ended;
    }

    /**
     * Runs all scenarios, and returns the verdicts in the order of the files.
     *
     * @param jobs the number of scenarios that run at the same time
     * @throws IllegalStateException if a scenario ended without a verdict
     */
    public List<Verdict> run(List<ScenarioFile> files, JobRange jobs) {
        int threads = startable(jobs.most());
        if (threads > 0) {
            launch(files, jobs.atMost(threads));
        }
        runTheRest(files, threads);
        return inOrder(files);
    }

    /**
     * Returns the number of threads that can be started, because a pool fails as a whole if one of its threads cannot
     * start.
     */
    private static int startable(int wanted) {
        CountDownLatch counted = new CountDownLatch(1);
        int started = 0;
        try {
            for (; started < wanted; started++) {
                Thread probe = new Thread(() -> await(counted), "binrun-job");
                probe.setDaemon(true);
                probe.start();
            }
            return started;
        } catch (OutOfMemoryError e) {
            return started;
        } finally {
            counted.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void launch(List<ScenarioFile> files, JobRange jobs) {
        LauncherConfig config = LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(new ScenarioEngine(files, jobs, this::judge))
                .addTestExecutionListeners(new ThrownExceptions())
                .build();
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request().build();
        try {
            LauncherFactory.create(config).execute(request);
        } catch (OutOfMemoryError | JUnitException e) {
            thrown.put("", e);
        }
    }

    /** Runs the scenarios for which no thread could be started on this thread. */
    private void runTheRest(List<ScenarioFile> files, int threads) {
        if (threads == 0
                || thrown.values().stream()
                        .anyMatch(cause -> ResourceLimit.of(cause).isPresent())) {
            files.stream()
                    .flatMap(file -> file.scenarios().stream())
                    .filter(scenario -> !verdicts.containsKey(scenario.name()))
                    .forEach(this::verdict);
        }
    }

    private void judge(ScenarioCase scenario) {
        JUnitResult.enforce(verdict(scenario));
    }

    private Verdict verdict(ScenarioCase scenario) {
        Verdict verdict = judged(scenario);
        verdicts.put(scenario.name(), verdict);
        synchronized (ended) {
            ended.accept(verdict);
        }
        return verdict;
    }

    /** A reached limit breaks only this scenario, so that the others and the summary follow. */
    private Verdict judged(ScenarioCase scenario) {
        try {
            return judge.apply(scenario);
        } catch (RuntimeException | Error e) {
            Optional<ResourceLimit> limit = ResourceLimit.of(e);
            if (limit.isEmpty()) {
                throw e;
            }
            String message = limit.get().sentence() + ": " + e;
            return new Verdict(scenario.name(), scenario.place(), Outcome.BROKEN, message, "", Duration.ZERO, "", "");
        }
    }

    private List<Verdict> inOrder(List<ScenarioFile> files) {
        List<Verdict> ordered = new ArrayList<>();
        for (ScenarioFile file : files) {
            for (ScenarioCase scenario : file.scenarios()) {
                Verdict verdict = verdicts.get(scenario.name());
                if (verdict == null) {
                    throw new IllegalStateException(
                            scenario.place() + ": '" + scenario.name() + "' ended without a verdict",
                            thrown.getOrDefault(scenario.name(), thrown.get("")));
                }
                ordered.add(verdict);
            }
        }
        return ordered;
    }

    /** Keeps the exceptions, which are the cause if a scenario ends without a verdict. */
    private final class ThrownExceptions implements TestExecutionListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            result.getThrowable().ifPresent(cause -> thrown.put(test.getDisplayName(), cause));
        }
    }
}
