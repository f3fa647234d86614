package dev.binrun.verb.observe;

import java.util.Locale;

/** The levels of the server's log. */
enum LogLevel {
    INF,
    WRN,
    ERR,
    FTL,
    DBG,
    TRC;

    /** Returns whether a line has this level. */
    boolean isOf(String line) {
        return line.contains("[" + name() + "] ");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
