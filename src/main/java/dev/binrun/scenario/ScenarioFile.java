package dev.binrun.scenario;

import java.nio.file.Path;
import java.util.List;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** A file with its scenarios, in order. */
@API(status = Status.EXPERIMENTAL)
public record ScenarioFile(Path path, List<ScenarioCase> scenarios) {}
