package dev.binrun.scenario;

import dev.binrun.form.InvalidArgumentException;

/**
 * The numbers of the session simulation.
 *
 * @param numSessions how many sessions there are
 * @param numSubjectsPerSession how many subjects each subscribes to
 * @param numEventsPerSubject how many events each subject gets
 * @param numCommands how many commands there are
 * @param sessionChurn how many sessions are deleted in the end
 * @param inspectionLevel what is inspected: 0 the summary, 1 each session too, 2 each message too
 */
public record SessionNumbers(
        int numSessions,
        int numSubjectsPerSession,
        int numEventsPerSubject,
        int numCommands,
        int sessionChurn,
        int inspectionLevel) {

    public SessionNumbers {
        if (sessionChurn > numSessions) {
            throw new InvalidArgumentException(
                    "sessionChurn",
                    "'sessionChurn' must be at most numSessions, which is " + numSessions + "; this is '" + sessionChurn
                            + "'");
        }
    }

    /** The simulation's defaults. */
    public static SessionNumbers defaults() {
        return new SessionNumbers(10, 3, 5, 5, 2, 1);
    }
}
