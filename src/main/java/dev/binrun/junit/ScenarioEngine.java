package dev.binrun.junit;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioFile;
import java.util.List;
import java.util.function.Consumer;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestEngine;
import org.junit.platform.engine.support.hierarchical.HierarchicalTestExecutorService;
import org.junit.platform.engine.support.hierarchical.Node;

/** The JUnit test engine of the command {@code run}: each scenario is a test, and several run in parallel. */
final class ScenarioEngine extends HierarchicalTestEngine<ScenarioEngine.Context> {
    private final List<ScenarioFile> files;
    private final JobRange jobs;
    private final Consumer<ScenarioCase> body;

    /**
     * Creates an engine.
     *
     * @param jobs the number of scenarios that run at the same time
     * @param body runs one scenario, and throws if it did not pass; called by several threads
     */
    ScenarioEngine(List<ScenarioFile> files, JobRange jobs, Consumer<ScenarioCase> body) {
        this.files = files;
        this.jobs = jobs;
        this.body = body;
    }

    @Override
    public String getId() {
        return "binrun";
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId id) {
        EngineDescriptor root = new EngineDescriptor(id, "binrun");
        for (ScenarioFile file : files) {
            UniqueId parent = id.append("file", file.path().toString());
            file.scenarios().forEach(scenario -> root.addChild(new ScenarioNode(parent, file, scenario, body)));
        }
        return root;
    }

    @Override
    protected HierarchicalTestExecutorService createExecutorService(ExecutionRequest request) {
        return new Jobs(jobs, new ProcessorLoad());
    }

    @Override
    protected Context createExecutionContext(ExecutionRequest request) {
        return new Context();
    }

    /** The context that JUnit passes to each test; scenarios share no state. */
    static final class Context implements EngineExecutionContext {}

    private static final class ScenarioNode extends AbstractTestDescriptor implements Node<Context> {
        private final ScenarioCase scenario;
        private final Consumer<ScenarioCase> body;

        ScenarioNode(UniqueId parent, ScenarioFile file, ScenarioCase scenario, Consumer<ScenarioCase> body) {
            super(parent.append("scenario", scenario.name()), scenario.name(), source(file, scenario));
            this.scenario = scenario;
            this.body = body;
        }

        private static TestSource source(ScenarioFile file, ScenarioCase scenario) {
            return FileSource.from(
                    file.path().toFile(),
                    FilePosition.from(scenario.place().line(), scenario.place().column()));
        }

        @Override
        public Context execute(Context context, DynamicTestExecutor executor) {
            body.accept(scenario);
            return context;
        }

        @Override
        public Type getType() {
            return Type.TEST;
        }

        @Override
        public ExecutionMode getExecutionMode() {
            return ExecutionMode.CONCURRENT;
        }
    }
}
