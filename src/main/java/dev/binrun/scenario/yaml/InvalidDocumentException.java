package dev.binrun.scenario.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** What a document says cannot be used; carries every problem that was found. */
public final class InvalidDocumentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InvalidDocumentException(Problem problem) {
        this(List.of(problem));
    }

    public InvalidDocumentException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), null, false, false);
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
