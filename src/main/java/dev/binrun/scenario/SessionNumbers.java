package dev.binrun.scenario;

import dev.binrun.form.InvalidArgumentException;

/**
 * The numbers of the session simulation.
 *
 * @param numSessions the number of sessions
 * @param numSubjectsPerSession the number of subjects that each session subscribes to
 * @param numEventsPerSubject the number of events for each subject
 * @param numCommands the number of commands
 * @param sessionChurn the number of sessions that are deleted at the end
 * @param inspectionLevel the detail of the inspection: 0 the summary, 1 also each session, 2 also each message
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

    /** Returns the simulation's defaults. */
    public static SessionNumbers defaults() {
        return new SessionNumbers(10, 3, 5, 5, 2, 1);
    }
}
