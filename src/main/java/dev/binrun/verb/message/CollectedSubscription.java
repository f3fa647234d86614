package dev.binrun.verb.message;

import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import java.time.Duration;
import java.util.Optional;

/** A background subscription that first gathers all messages that have arrived, even on a busy machine. */
record CollectedSubscription(BackgroundSubscription subscription) implements Background {
    private static final Duration MOST = Duration.ofMillis(500);

    /** Returns the subscription with this behaviour. */
    static Background of(BackgroundSubscription subscription) {
        return new CollectedSubscription(subscription);
    }

    @Override
    public GatheredMessages gathered() {
        subscription.awaitArrived(MOST);
        return subscription.gathered();
    }

    @Override
    public Optional<String> ended() {
        subscription.awaitArrived(MOST);
        return subscription.ended();
    }

    @Override
    public void close() {
        subscription.awaitArrived(MOST);
        subscription.close();
    }
}
