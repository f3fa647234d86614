package dev.binrun.verb.message;

import dev.binrun.verb.Background;
import dev.binrun.verb.Gathered;
import java.time.Duration;
import java.util.Optional;

/** A listening that tells what it gathered once all that has arrived by then is gathered, however busy the machine is. */
record Collected(Listening listening) implements Background {
    private static final Duration MOST = Duration.ofMillis(500);

    static Background of(Listening listening) {
        return new Collected(listening);
    }

    @Override
    public Gathered gathered() {
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
