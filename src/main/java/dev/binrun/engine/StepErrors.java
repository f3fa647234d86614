package dev.binrun.engine;

import dev.binrun.form.UnmatchableException;
import dev.binrun.jetstream.IgnoredFieldException;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.server.host.ServerException;
import dev.binrun.verb.PayloadException;
import dev.binrun.verdict.BrokenException;
import dev.binrun.verdict.FailedException;
import dev.binrun.verdict.TimeUpException;
import java.util.function.Supplier;

/** Translates the exceptions of a run's work into those that end it: failed, broken, or the time is up. */
final class StepErrors {
    private StepErrors() {}

    /** A part of a run, such as a step. */
    interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Does a part of a run.
     *
     * @param place returns the beginning of an error's message
     * @throws FailedException if a statement does not hold or a verb met an error
     * @throws BrokenException if the work cannot be judged
     * @throws TimeUpException if the scenario's time is up
     * @throws InterruptedException if the thread was interrupted for another reason
     */
    static void translate(Deadline deadline, Supplier<String> place, Work work) throws InterruptedException {
        try {
            work.run();
        } catch (InterruptedException e) {
            throw deadline.passed() ? new TimeUpException(e.getMessage()) : e;
        } catch (InvalidDocumentException e) {
            Problem first = e.problems().get(0);
            throw new BrokenException(first.place() + ": " + first.message(), first.excerpt());
        } catch (IgnoredFieldException | PayloadException | UnmatchableException e) {
            throw new BrokenException(place.get() + e.getMessage(), "");
        } catch (ServerException e) {
            boolean interrupted = Thread.interrupted();
            if (deadline.passed()) {
                throw new TimeUpException(e.getMessage()); // a server gets no more time than its scenario
            }
            if (interrupted) {
                throw new InterruptedException(e.getMessage());
            }
            String[] lines = e.getMessage().split("\n", 2);
            throw new BrokenException(place.get() + lines[0], lines.length == 1 ? "" : lines[1]);
        } catch (VerbFailedException e) {
            throw new FailedException(place.get() + e.getMessage(), "");
        }
    }
}
