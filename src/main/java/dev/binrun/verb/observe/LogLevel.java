package dev.binrun.verb.observe;

import java.util.Locale;

/** The levels of the server's log, as the server writes them. */
enum LogLevel {
    INF,
    WRN,
    ERR,
    FTL,
    DBG,
    TRC;

    /** Whether a line is of this level. */
    boolean isOf(String line) {
        return line.contains("[" + name() + "] ");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
