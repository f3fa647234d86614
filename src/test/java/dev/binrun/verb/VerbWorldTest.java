package dev.binrun.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.binrun.server.cluster.Faults;
import dev.binrun.server.cluster.Target;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VerbWorldTest {
    @Test
    void faults_targetWithFaults_areThoseOfTheTarget() {
        Faults faults = answering(Faults.class, "nothing", null);
        assertSame(faults, world(Optional.of(faults)).faults());
    }

    @Test
    void faults_targetWithoutFaults_isAnError() {
        VerbWorld world = world(Optional.empty());
        assertEquals(
                "the target does not allow faults",
                assertThrows(UnsupportedOperationException.class, world::faults).getMessage());
    }

    private static VerbWorld world(Optional<Faults> faults) {
        return answering(VerbWorld.class, "target", answering(Target.class, "faults", faults));
    }

    /** Returns an instance whose one method returns a value; default methods run as they are. */
    private static <T> T answering(Class<T> type, String method, Object value) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return value;
                    }
                    return InvocationHandler.invokeDefault(self, called, arguments);
                }));
    }
}
