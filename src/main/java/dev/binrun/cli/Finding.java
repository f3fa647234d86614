package dev.binrun.cli;

import com.google.gson.annotations.SerializedName;
import dev.binrun.server.host.Secrets;

/**
 * One row of {@code doctor}, without secrets.
 *
 * @param state its weight
 * @param subject the part of the machine, such as {@code nats-server}
 * @param text its state in a sentence
 * @param fix the thing to do; empty if nothing is wrong
 */
record Finding(State state, String subject, String text, String fix) {
    /** The weight of a finding. */
    enum State {
        @SerializedName("ok")
        OK,
        /** Worth knowing; runs work. */
        @SerializedName("note")
        NOTE,
        /** Prevents runs. */
        @SerializedName("problem")
        PROBLEM
    }

    Finding {
        text = Secrets.recognized(text);
        fix = Secrets.recognized(fix);
    }

    static Finding ok(String subject, String text) {
        return new Finding(State.OK, subject, text, "");
    }

    static Finding note(String subject, String text, String fix) {
        return new Finding(State.NOTE, subject, text, fix);
    }

    static Finding problem(String subject, String text, String fix) {
        return new Finding(State.PROBLEM, subject, text, fix);
    }
}
