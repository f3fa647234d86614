package dev.binrun.junit;

import dev.binrun.engine.Engine;
import dev.binrun.engine.EngineLibraries;
import dev.binrun.scenario.ServerConfig;
import dev.binrun.scenario.TopologyFile;
import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.server.cluster.NatsCluster;
import dev.binrun.server.host.ServerException;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import io.nats.client.api.StorageType;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The streams, consumers, buckets and object stores that an embedded server has when a test starts.
 *
 * @param shown the name of the file in messages
 * @param file empty if there is nothing to create
 */
record KitTopology(String shown, Optional<TopologyFile> file) {
    private static final Pattern FILE = Pattern.compile("\\S.*\\.(yaml|yml|json)\\s*");

    /**
     * Reads a topology before any server starts.
     *
     * @param source the test class, whose loader finds resources
     * @param topology YAML, or a file; empty for none
     * @throws IllegalArgumentException if it is wrong, or its file does not exist
     */
    static KitTopology read(Class<?> source, String topology) {
        if (topology.isBlank()) {
            return new KitTopology("", Optional.empty());
        }
        EngineLibraries.require();
        boolean isFile = FILE.matcher(topology).matches();
        String shown = isFile ? topology.strip() : "topology";
        String text = isFile ? KitFile.text(source, "topology", shown) : topology;
        try {
            return new KitTopology(shown, Optional.of(TopologyFile.readText(shown, text)));
        } catch (InvalidDocumentException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Creates everything on a server that has just started.
     *
     * @param storage the storage of items that state none
     * @throws ServerException if the server rejects an item
     */
    void create(NatsCluster cluster, StorageType storage) {
        file.ifPresent(topology -> {
            ServerConfig defaults = ServerConfig.defaults().orStorage(storage(storage));
            Verdict verdict = new Engine(System.getenv()).run(topology.scenario(shown, defaults), line -> {}, cluster);
            if (verdict.outcome() != Outcome.PASSED) {
                throw new ServerException(verdict.report());
            }
        });
    }

    /** Returns the storage in the words of scenarios. */
    static ServerConfig.Storage storage(StorageType storage) {
        return storage == StorageType.Memory ? ServerConfig.Storage.MEMORY : ServerConfig.Storage.FILE;
    }
}
