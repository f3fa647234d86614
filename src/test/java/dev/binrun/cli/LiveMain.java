package dev.binrun.cli;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Shows a status as on a terminal, and waits for a signal; for {@link CommandEnvironmentTest}. */
final class LiveMain {
    private LiveMain() {}

    public static void main(String... args) {
        CountDownLatch never = new CountDownLatch(1);
        new CommandEnvironment(Map.of(), System.out, System.err, true).live(screen -> {
            screen.show("half way");
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        });
    }
}
