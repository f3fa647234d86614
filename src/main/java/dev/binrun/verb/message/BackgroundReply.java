package dev.binrun.verb.message;

import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import java.util.Optional;

/** A listening whose messages are answered; once it is closed none is, not even one whose answer waits. */
record BackgroundReply(BackgroundSubscription listening, Responder responder) implements Background {
    @Override
    public GatheredMessages gathered() {
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
