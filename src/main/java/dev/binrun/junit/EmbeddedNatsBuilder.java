package dev.binrun.junit;

import io.nats.client.api.StorageType;
import java.util.List;
import java.util.Optional;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The attributes of an embedded server; each has the meaning of the attribute of {@link EmbeddedNats}. */
@API(status = Status.EXPERIMENTAL)
public final class EmbeddedNatsBuilder {
    private String name = "";
    private int nodes = 1;
    private StorageType storage = StorageType.File;
    private String config = "";
    private String configFile = "";
    private String topology = "";
    private Optional<NatsScope> scope = Optional.empty();
    private List<String> properties = List.of();

    EmbeddedNatsBuilder() {}

    /** Sets the name by which {@link Nats} chooses this server. */
    public EmbeddedNatsBuilder name(String value) {
        name = value;
        return this;
    }

    /** Sets the number of nodes: 1, or 3 or 5 for a cluster. */
    public EmbeddedNatsBuilder nodes(int value) {
        nodes = value;
        return this;
    }

    /** Sets the storage of the topology's items that state none. */
    public EmbeddedNatsBuilder storage(StorageType value) {
        storage = value;
        return this;
    }

    /** Sets settings of the server in the syntax of its configuration file. */
    public EmbeddedNatsBuilder config(String value) {
        config = value;
        return this;
    }

    /** Sets a configuration file of the server: a path, or {@code classpath:} and the name of a resource. */
    public EmbeddedNatsBuilder configFile(String value) {
        configFile = value;
        return this;
    }

    /** Sets the streams, consumers, buckets and object stores, as YAML or as a file. */
    public EmbeddedNatsBuilder topology(String value) {
        topology = value;
        return this;
    }

    /** Sets the tests that share the server; by default the field decides. */
    public EmbeddedNatsBuilder scope(NatsScope value) {
        scope = Optional.of(value);
        return this;
    }

    /** Sets the system properties that have the server's URL while the server is in use. */
    public EmbeddedNatsBuilder properties(String... values) {
        properties = List.of(values);
        return this;
    }

    /** Returns the extension. */
    public EmbeddedNatsExtension build() {
        return new EmbeddedNatsExtension(Optional.of(settings()), scope);
    }

    private KitSettings settings() {
        return new KitSettings(name, nodes, storage, config, configFile, topology, properties);
    }
}
