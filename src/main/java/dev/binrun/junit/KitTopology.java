package dev.binrun.junit;

import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.api.StorageType;

/** The streams, consumers, buckets and object stores that an embedded server has when a test starts. */
final class KitTopology {
    private KitTopology() {}

    /**
     * Reads a topology before any server starts.
     *
     * @param source the test class, whose loader finds resources
     * @param topology YAML, or a file; empty for none
     * @throws IllegalArgumentException if it is wrong, or its file does not exist
     */
    static KitTopology read(Class<?> source, String topology) {
        return new KitTopology();
    }

    /**
     * Creates everything on a server that has just started.
     *
     * @param storage the storage of items that state none
     */
    void create(NatsCluster cluster, StorageType storage) {}
}
