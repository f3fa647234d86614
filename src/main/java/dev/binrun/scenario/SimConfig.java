package dev.binrun.scenario;

/** What a scenario says. */
public record SimConfig(long seed, int repeat) {
    /** The default simulation, as {@code SIM=true} runs it. */
    public static SimConfig defaults() {
        return new SimConfig(1, 1);
    }
}
