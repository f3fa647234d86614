package dev.binrun.junit;

import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;

/** The part of the processor time of this machine, or of its container, that all processes use. */
final class ProcessorLoad implements DoubleSupplier {
    private static final double FULL = 1;

    /** Returns a number from 0 to 1 for the time since the last call; 1 if this JVM cannot tell. */
    @Override
    public double getAsDouble() {
        try {
            return ManagementFactory.getOperatingSystemMXBean()
                            instanceof com.sun.management.OperatingSystemMXBean system
                    ? known(system.getCpuLoad())
                    : FULL;
        } catch (LinkageError e) { // a runtime image without the module jdk.management
            return FULL;
        }
    }

    private static double known(double load) {
        return load >= 0 ? load : FULL;
    }
}
