package dev.binrun.verb.message;

import dev.binrun.verb.Background;
import dev.binrun.verb.Gathered;
import java.util.Optional;

/** A listening whose messages are answered; once it is closed none is, not even one whose answer waits. */
record Replying(Listening listening, Responder responder) implements Background {
    @Override
    public Gathered gathered() {
        return listening.gathered();
    }

    @Override
    public Optional<String> ended() {
        return listening.ended();
    }

    @Override
    public void close() {
        responder.stop();
        listening.close();
    }
}
