package dev.binrun.scenario;

import java.nio.file.Path;
import java.util.List;

/** A file with its scenarios, in order. */
public record ScenarioFile(Path path, List<Scenario> scenarios) {}
