package dev.binrun.check;

import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.UnreadableException;
import java.util.Arrays;

/** An own check with its arguments. If the check does not work, nothing is proved, so the result is unknown. */
record BoundOwnCheck<A extends Record>(OwnCheck<A> check, A arguments) implements Check {
    @Override
    public Judgement judge(History history, FinalState end) {
        try {
            Judgement judgement = check.judge(arguments, new RunView(history, end));
            return judgement == null
                    ? new Judgement.Unknown(check.getClass().getName() + ".judge returned null; return a Judgement")
                    : judgement;
        } catch (UnreadableException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the scenario's time is up, so the check counts as not judged
            return new Judgement.Unknown("interrupted");
        } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
            return new Judgement.Unknown("the check threw " + e + place(e));
        }
    }

    /** Returns the line of the check's own class that threw, or that called what threw. */
    private String place(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame ->
                        frame.getClassName().startsWith(check.getClass().getName()))
                .findFirst()
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
    }
}
