package dev.binrun.junit;

/**
 * The number of scenarios that run at the same time.
 *
 * @param first the number at the start
 * @param most the number up to which scenarios are added while the processors are not busy
 */
public record JobRange(int first, int most) {
    /** Enough to use a core fully, even if its scenarios mostly wait. Each server needs 20 MB. */
    private static final int MOST_PER_CORE = 8;

    private static final int FIRST_PER_CORE = 2;

    /** On a machine with more cores, the first scenarios are enough to use them. */
    private static final int MOST = 128;

    /** Returns a fixed number. */
    public static JobRange of(int jobs) {
        return new JobRange(jobs, jobs);
    }

    /** Returns the numbers that use all cores of a machine. */
    public static JobRange forCores(int cores) {
        int first = cores * FIRST_PER_CORE;
        return new JobRange(first, Math.max(first, Math.min(MOST, cores * MOST_PER_CORE)));
    }

    /** Returns these numbers, limited to the number of threads that can be started. */
    JobRange atMost(int threads) {
        return new JobRange(Math.min(first, threads), Math.min(most, threads));
    }
}
