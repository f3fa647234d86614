package dev.binrun.server;

import java.util.Locale;

/** What a server is doing, as far as its process goes. */
public enum ServerState {
    /** It runs. */
    RUNNING,
    /** It was sent SIGSTOP: it does nothing, its connections stay open. */
    PAUSED,
    /** It sends its clients away and then ends by itself. */
    LAME_DUCK,
    /** It was stopped or killed, or its lame duck mode is over. */
    STOPPED,
    /** It ended though nobody asked it to. */
    CRASHED,
    /** It was started again, did not serve in time, and was ended then. */
    GONE;

    /** Whether it is not there though it should be: nothing is proved by what it then does not do. */
    public boolean isLost() {
        return this == CRASHED || this == GONE;
    }

    /** What to do first, where something else cannot be done in this state. */
    String next() {
        return switch (this) {
            case PAUSED -> "resume or kill it";
            case RUNNING -> "pause it first";
            case LAME_DUCK -> "stop or kill it, or wait until it has ended";
            case STOPPED, CRASHED, GONE -> "start it first";
        };
    }

    /** The state as scenarios write it, which is as they write their verbs. */
    public String word() {
        return toString().replace(' ', '-');
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
