package dev.binrun.verb.message;

import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import java.util.Optional;

/**
 * A background subscription whose requests get replies; once it is closed, no reply is sent, not even a delayed one.
 */
record BackgroundReply(BackgroundSubscription subscription, Responder responder) implements Background {
    @Override
    public GatheredMessages gathered() {
        return subscription.gathered();
    }

    @Override
    public Optional<String> ended() {
        return subscription.ended();
    }

    @Override
    public void close() {
        responder.stop();
        subscription.close();
    }
}
