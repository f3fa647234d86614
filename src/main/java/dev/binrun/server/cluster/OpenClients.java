package dev.binrun.server.cluster;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The clients that are connected to servers, as the servers' monitoring reports them. */
public final class OpenClients {
    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final int MOST_SUBJECTS = 5;

    private OpenClients() {}

    /** Returns a phrase for each client; none for a server that does not respond. */
    public static List<String> of(Target target) {
        List<String> clients = new ArrayList<>();
        target.faults().stream()
                .flatMap(faults -> faults.nodes().stream())
                .filter(node -> node.state() == ServerState.RUNNING)
                .forEach(node -> Monitor.of(node).ifPresent(monitor -> add(node, monitor, clients)));
        return clients;
    }

    private static void add(NatsServer node, Monitor monitor, List<String> clients) {
        try {
            JsonObject response = monitor.get("/connz?subs=1&limit=20", LIMIT);
            JsonFields.objects(response, "connections").forEach(client -> clients.add(phrase(node, client)));
        } catch (IOException e) {
            return; // a server that does not respond proves nothing
        }
    }

    private static String phrase(NatsServer node, JsonObject client) {
        String name = JsonFields.text(client, "name");
        return "connection " + JsonFields.text(client, "cid") + " to " + node.name() + " (" + node.url() + "): "
                + (name.isEmpty() ? "no client name" : "client name \"" + name + "\"")
                + ", " + JsonFields.text(client, "lang") + " " + JsonFields.text(client, "version")
                + ", from port " + JsonFields.text(client, "port") + subscriptions(client);
    }

    private static String subscriptions(JsonObject client) {
        List<String> subjects = client.get("subscriptions_list") instanceof JsonArray list
                ? list.asList().stream().map(JsonElement::getAsString).toList()
                : List.of();
        return subjects.isEmpty()
                ? ", no subscription"
                : ", subscribed to "
                        + String.join(", ", subjects.subList(0, Math.min(MOST_SUBJECTS, subjects.size())))
                        + (subjects.size() > MOST_SUBJECTS
                                ? " and " + (subjects.size() - MOST_SUBJECTS) + " more"
                                : "");
    }
}
