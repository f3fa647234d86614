package dev.binrun.junit.quarkus;

import dev.binrun.form.Nearest;
import dev.binrun.junit.EmbeddedNatsBuilder;
import dev.binrun.junit.EmbeddedNatsExtension;
import dev.binrun.junit.FrameworkDeclaration;
import dev.binrun.junit.FrameworkServer;
import dev.binrun.server.NatsServer;
import dev.binrun.server.cluster.NatsCluster;
import io.nats.client.api.StorageType;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A nats-server that starts before a Quarkus application and ends after it. Its arguments are attributes of
 * {@link dev.binrun.junit.EmbeddedNats}: {@code nodes}, {@code config}, {@code configFile}, {@code topology},
 * {@code storage} and {@code properties}, whose names are separated by commas.
 *
 * <pre>{@code
 * @QuarkusTest
 * @QuarkusTestResource(
 *         value = EmbeddedNatsResource.class,
 *         initArgs = @ResourceArg(name = "properties", value = "nats.url"))
 * class OrderServiceTest {
 *     @Inject
 *     OrderService service;
 *
 *     NatsServer server; // also a NatsCluster
 * }
 * }</pre>
 */
@API(status = Status.EXPERIMENTAL)
public final class EmbeddedNatsResource implements QuarkusTestResourceLifecycleManager {
    private static final List<String> ARGUMENTS =
            List.of("nodes", "config", "configFile", "topology", "storage", "properties");

    private final EmbeddedNatsBuilder attributes = EmbeddedNatsExtension.builder();
    private FrameworkServer server;

    /** Creates a server without arguments; Quarkus calls it. */
    public EmbeddedNatsResource() {}

    @Override
    public void init(Map<String, String> initArgs) {
        initArgs.forEach(this::set);
    }

    private void set(String name, String value) {
        switch (name) {
            case "nodes" -> attributes.nodes(nodes(value));
            case "config" -> attributes.config(value);
            case "configFile" -> attributes.configFile(value);
            case "topology" -> attributes.topology(value);
            case "storage" -> attributes.storage(storage(value));
            case "properties" -> attributes.properties(value.strip().split("\\s*,\\s*"));
            default -> throw wrong("unknown argument \"" + name + "\"" + Nearest.hint(name, ARGUMENTS));
        }
    }

    private static int nodes(String value) {
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw wrong("nodes = \"" + value + "\" is not a number; write 1, 3 or 5");
        }
    }

    private static StorageType storage(String value) {
        for (StorageType type : StorageType.values()) {
            if (type.name().equalsIgnoreCase(value.strip())) {
                return type;
            }
        }
        throw wrong("storage = \"" + value + "\" is unknown; write File or Memory");
    }

    private static IllegalArgumentException wrong(String problem) {
        return new IllegalArgumentException(EmbeddedNatsResource.class.getSimpleName() + ": " + problem);
    }

    @Override
    public Map<String, String> start() {
        server = FrameworkDeclaration.of(
                        attributes.build(), getClass(), getClass().getSimpleName())
                .start();
        return server.properties();
    }

    @Override
    public void inject(TestInjector injector) {
        NatsCluster cluster = server.cluster();
        injector.injectIntoFields(cluster, field -> field.getType() == NatsCluster.class);
        if (cluster.nodes().size() == 1) {
            injector.injectIntoFields(cluster.nodes().get(0), field -> field.getType() == NatsServer.class);
        }
    }

    /** Ends the server; Quarkus also calls it if the server did not start. */
    @Override
    public void stop() {
        if (server != null) {
            server.close();
        }
    }
}
