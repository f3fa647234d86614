package dev.binrun.verb.message;

import dev.binrun.verb.Background;
import dev.binrun.verb.GatheredMessages;
import java.time.Duration;
import java.util.Optional;

/** A listening that tells what it gathered once all that has arrived by then is gathered, however busy the machine is. */
record CollectedSubscription(BackgroundSubscription listening) implements Background {
    private static final Duration MOST = Duration.ofMillis(500);

    static Background of(BackgroundSubscription listening) {
        return new CollectedSubscription(listening);
    }

    @Override
    public GatheredMessages gathered() {
        listening.awaitArrived(MOST);
        return listening.gathered();
    }

    @Override
    public Optional<String> ended() {
        listening.awaitArrived(MOST);
        return listening.ended();
    }

    @Override
    public void close() {
        listening.awaitArrived(MOST);
        listening.close();
    }
}
