package dev.binrun.server.cluster;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server's routes to other servers. There are several to each server, one of which belongs to the system account. A
 * message to a client of another server uses the route to that server, never a detour.
 *
 * <p>A new route has forgotten which statistics it carried (route.go, addRoute), and a meta leader places no replicas
 * on servers without statistics (jetstream_cluster.go, selectPeerGroup). No API reports which statistics the leader
 * has. The routes do: they count the messages that were sent for each subscription of the other server.
 *
 * @param counts the number of routes to each server
 * @param subscribed the servers whose system account's subscriptions have arrived
 * @param informed the servers that were sent this server's statistics over the current routes
 * @param expected the number of routes between two servers when all are open
 */
record Routes(Map<String, Integer> counts, Set<String> subscribed, Set<String> informed, int expected) {
    private static final String STATISTICS = "$SYS.SERVER.*.STATSZ";

    /**
     * Reads the routes.
     *
     * @param routez the response of the monitoring about routes, with subscriptions in detail
     * @param varz the response of the monitoring about the server
     */
    static Routes read(JsonObject routez, JsonObject varz) {
        Routes routes = new Routes(new HashMap<>(), new HashSet<>(), new HashSet<>(), expected(varz));
        JsonFields.objects(routez, "routes").forEach(routes::add);
        return routes;
    }

    /** Returns why messages from another server's clients may not arrive; empty if nothing prevents it. */
    Optional<String> obstacle(String other) {
        int count = counts.getOrDefault(other, 0);
        if (count < expected) {
            return Optional.of("it has " + count + " of " + expected + " routes to " + other);
        }
        return subscribed.contains(other)
                ? Optional.empty()
                : Optional.of("it has not received the subscriptions of " + other + " yet");
    }

    /** Returns whether this server has sent its statistics to another server. */
    boolean hasSentStatisticsTo(String other) {
        return informed.contains(other);
    }

    private void add(JsonObject route) {
        String other = JsonFields.text(route, "remote_name");
        counts.merge(other, 1, Integer::sum);
        for (JsonObject subscription : JsonFields.objects(route, "subscriptions_list_detail")) {
            if (JsonFields.text(subscription, "subject").equals(STATISTICS)) {
                subscribed.add(other);
                if (JsonFields.number(subscription, "msgs") > 0) {
                    informed.add(other);
                }
            }
        }
    }

    /**
     * A pool and one route for the system account; one route in all if there is no pool (opts.go, Cluster.PoolSize).
     */
    private static int expected(JsonObject varz) {
        return 1 + (int) Math.max(0, JsonFields.number(JsonFields.object(varz, "cluster"), "pool_size"));
    }
}
