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
    CRASHED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
