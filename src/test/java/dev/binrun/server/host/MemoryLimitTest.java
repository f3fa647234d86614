package dev.binrun.server.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryLimitTest {
    @Test
    void reached_heapIsFull_namesTheCauseAndTheFix() {
        Throwable failure = new IllegalStateException(new OutOfMemoryError("Java heap space"));
        String sentence = "this JVM ran out of memory (Java heap space): it may use "
                + Runtime.getRuntime().maxMemory() / (1024 * 1024) + " MB, which -Xmx raises";
        assertEquals(Optional.of(sentence), MemoryLimit.reached(failure));
        assertEquals(Optional.of(sentence), MemoryLimit.outOfMemory(failure));
    }

    @Test
    void outOfMemory_noThreadCanStart_namesTheLimit() {
        Throwable failure = new OutOfMemoryError("unable to create native thread");
        String sentence = MemoryLimit.outOfMemory(failure).orElseThrow();
        assertTrue(sentence.startsWith("the limit of processes and threads is reached (ulimit -u"), sentence);
        assertTrue(sentence.endsWith(": unable to create native thread"), sentence);
    }

    @Test
    void outOfMemory_tooManyOpenFiles_isEmptyButReachedIsNot() {
        Throwable failure = new IOException("Too many open files");
        assertEquals(Optional.empty(), MemoryLimit.outOfMemory(failure));
        assertTrue(MemoryLimit.reached(failure).isPresent());
    }

    @Test
    void reached_otherFailure_isEmpty() {
        assertEquals(Optional.empty(), MemoryLimit.reached(new IOException("no space left")));
    }
}
