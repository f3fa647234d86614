package dev.binrun.junit;

import dev.binrun.server.OpenServers;
import dev.binrun.server.cluster.NatsCluster;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** An embedded server that a framework ends, with the application that uses it. */
@API(status = Status.INTERNAL)
public final class FrameworkServer implements AutoCloseable {
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final KitServer server;

    FrameworkServer(KitDeclaration declaration) {
        server = OpenServers.unowned(() -> KitServer.start(declaration, (property, url) -> {
            properties.put(property, url);
            return () -> {};
        }));
    }

    /** Returns the nodes of the server. */
    public NatsCluster cluster() {
        return server.cluster();
    }

    /** Returns the URL by the names of the properties that the declaration lists. */
    public Map<String, String> properties() {
        return properties;
    }

    KitServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
