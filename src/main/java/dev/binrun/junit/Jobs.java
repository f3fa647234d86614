package dev.binrun.junit;

import org.junit.platform.engine.support.hierarchical.ParallelExecutionConfiguration;

/** So many scenarios at once, on as many threads. */
record Jobs(int count) implements ParallelExecutionConfiguration {
    @Override
    public int getParallelism() {
        return count;
    }

    @Override
    public int getMinimumRunnable() {
        return count;
    }

    @Override
    public int getMaxPoolSize() {
        return count;
    }

    @Override
    public int getCorePoolSize() {
        return count;
    }

    @Override
    public int getKeepAliveSeconds() {
        return 1;
    }
}
