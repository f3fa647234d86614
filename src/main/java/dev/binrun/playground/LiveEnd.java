package dev.binrun.playground;

import dev.binrun.server.host.MemoryLimit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The reason why a live system ends by itself. */
final class LiveEnd {
    private final CompletableFuture<String> reason = new CompletableFuture<>();
    private volatile boolean storeGone;
    private volatile String memory = "";

    /** Waits until the live system must end, and returns the first reason. */
    String await() {
        return reason.join();
    }

    /** Runs the reaction at the first reason; at once if there is one already. */
    void onReason(Runnable reaction) {
        reason.thenRun(reaction);
    }

    /** Ends the live system; only the first reason counts. */
    void because(String sentence) {
        reason.complete(sentence);
    }

    /** Ends the live system because its store was removed or unmounted. */
    void becauseStoreIsGone(String store) {
        storeGone = true;
        because("the store " + store + " is gone: it was removed or unmounted while the live system used it. Nothing"
                + " more can be stored, so the live system ends");
    }

    /** Ends the live system if memory ran out, because jnats or the business logic may have lost a thread. */
    boolean isCausedBy(Throwable failure) {
        Optional<String> exhausted = MemoryLimit.outOfMemory(failure);
        exhausted.ifPresent(sentence -> {
            memory = sentence;
            because(sentence + ". The live system ends; finished commands may be worked again after the next"
                    + " start");
        });
        return exhausted.isPresent();
    }

    /** Returns whether the store was removed or unmounted. */
    boolean isStoreGone() {
        return storeGone;
    }

    /** Returns the sentence about the memory that ran out, or an empty string. */
    String outOfMemory() {
        return memory;
    }

    /** Returns whether memory ran out, so that no thread may read the server's replies. */
    boolean isOutOfMemory() {
        return !memory.isEmpty();
    }
}
