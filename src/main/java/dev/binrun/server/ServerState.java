package dev.binrun.server;

import java.util.Locale;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The state of a server's process. */
@API(status = Status.STABLE)
public enum ServerState {
    /** The process runs. */
    RUNNING,
    /** SIGSTOP was sent: the process does nothing and its connections stay open. */
    PAUSED,
    /** The server disconnects its clients and then ends by itself. */
    LAME_DUCK,
    /** The process was stopped or killed, or its lame duck mode has ended. */
    STOPPED,
    /** The process ended although nothing asked it to. */
    CRASHED,
    /** The server was started again, did not serve in time and was killed. */
    GONE;

    /**
     * Returns whether the server should run but does not. Its behaviour after that proves nothing about the system
     * under test.
     */
    public boolean isLost() {
        return this == CRASHED || this == GONE;
    }

    /** Returns whether a server in this state replies to its clients. */
    @API(status = Status.INTERNAL)
    public boolean serves() {
        return this == RUNNING || this == LAME_DUCK;
    }

    /** Returns the step that must come before an operation that is not possible in this state. */
    String nextStep() {
        return switch (this) {
            case PAUSED -> "resume or kill it";
            case RUNNING -> "pause it first";
            case LAME_DUCK -> "stop or kill it, or wait until it has ended";
            case STOPPED, CRASHED, GONE -> "start it first";
        };
    }

    /** Returns the state as scenarios write it, with hyphens. */
    public String word() {
        return toString().replace(' ', '-');
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
