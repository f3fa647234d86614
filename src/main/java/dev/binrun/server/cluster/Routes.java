package dev.binrun.server.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server's routes to others: several to each, one of which is the system account's own. What is to reach a client of another server
 * goes by its own route to that, and by no detour.
 *
 * @param counts how many there are to each server
 * @param heard from which servers came to what their system account listens
 * @param told which servers were sent this one's statistics, over the routes that there now are. Where a route is new, the other end has
 *     forgotten them (route.go, addRoute), and a meta leader without them places no replicas here (jetstream_cluster.go, selectPeerGroup).
 *     No question tells what it knows, but the route does: how often what the other end listens to was sent there
 * @param each how many routes there are between two servers that have all
 */
record Routes(Map<String, Integer> counts, Set<String> heard, Set<String> told, int each) {
    private static final String STATISTICS = "$SYS.SERVER.*.STATSZ";

    /**
     * Reads them.
     *
     * @param routez what the server says of its routes, with subscriptions in detail
     * @param varz what it says of itself
     */
    static Routes read(JsonObject routez, JsonObject varz) {
        Routes routes = new Routes(new HashMap<>(), new HashSet<>(), new HashSet<>(), each(varz));
        elements(routez, "routes").forEach(route -> routes.add(route.getAsJsonObject()));
        return routes;
    }

    /** What keeps messages from another server's clients; empty if nothing does. */
    Optional<String> obstacle(String other) {
        int count = counts.getOrDefault(other, 0);
        if (count < each) {
            return Optional.of("it has " + count + " of " + each + " routes to " + other);
        }
        return heard.contains(other)
                ? Optional.empty()
                : Optional.of("it has not heard yet what " + other + " listens to");
    }

    /** Whether another server was told this one's statistics. */
    boolean hasSentStatisticsTo(String other) {
        return told.contains(other);
    }

    private void add(JsonObject route) {
        String other = route.get("remote_name").getAsString();
        counts.merge(other, 1, Integer::sum);
        for (JsonElement element : elements(route, "subscriptions_list_detail")) {
            JsonObject subscription = element.getAsJsonObject();
            if (subscription.get("subject").getAsString().equals(STATISTICS)) {
                heard.add(other);
                if (subscription.get("msgs").getAsLong() > 0) {
                    told.add(other);
                }
            }
        }
    }

    /** A pool, and one for the system account; where there is to be no pool, one in all (opts.go, Cluster.PoolSize). */
    private static int each(JsonObject varz) {
        return varz.get("cluster") instanceof JsonObject cluster
                        && cluster.get("pool_size") instanceof JsonPrimitive pool
                        && pool.getAsInt() > 0
                ? pool.getAsInt() + 1
                : 1;
    }

    private static Collection<JsonElement> elements(JsonObject tree, String key) {
        return tree.get(key) instanceof JsonArray all ? all.asList() : Set.of();
    }
}
