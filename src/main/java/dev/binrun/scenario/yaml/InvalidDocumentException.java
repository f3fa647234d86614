package dev.binrun.scenario.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a document has problems; carries all of them. */
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

    /** Returns all problems, in the file's order. */
    public List<Problem> problems() {
        return problems;
    }
}
