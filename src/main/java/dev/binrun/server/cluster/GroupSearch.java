package dev.binrun.server.cluster;

import com.google.gson.JsonObject;
import dev.binrun.form.JsonFields;
import dev.binrun.server.host.ServerException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the nodes that have replicas of a stream or consumer. It combines the reports of all nodes ({@code /jsz};
 * monitor.go, accountDetail).
 */
final class GroupSearch {
    /** The path of the monitoring request. */
    static final String PATH = "/jsz?accounts=true&streams=true&consumers=true";

    private final Map<String, JsonObject> reports = new TreeMap<>();

    /**
     * Adds the report of a node.
     *
     * @param jsz the response to {@link #PATH}
     */
    void add(String node, JsonObject jsz) {
        reports.put(node, jsz);
    }

    /** Returns the names of all streams in all accounts, sorted. */
    List<String> streams() {
        return reports.values().stream()
                .flatMap(GroupSearch::accounts)
                .flatMap(account -> JsonFields.objects(account, "stream_detail").stream())
                .map(GroupSearch::name)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Returns the group of a stream, or of one of its consumers; empty if no node reports it.
     *
     * @throws ServerException if several accounts have such a stream
     */
    Optional<RaftGroup> group(String stream, Optional<String> consumer) {
        Map<String, List<NodeView>> byAccount = new TreeMap<>();
        reports.forEach((node, jsz) -> accounts(jsz)
                .forEach(account -> JsonFields.objects(account, "stream_detail").stream()
                        .filter(detail -> name(detail).equals(stream))
                        .flatMap(detail -> consumer.isEmpty()
                                ? Stream.of(detail)
                                : JsonFields.objects(detail, "consumer_detail").stream()
                                        .filter(c -> name(c).equals(consumer.get())))
                        .forEach(detail -> byAccount
                                .computeIfAbsent(name(account), key -> new ArrayList<>())
                                .add(NodeView.of(node, detail)))));
        if (byAccount.size() > 1) {
            throw new ServerException("each of the accounts " + String.join(", ", byAccount.keySet()) + " has a stream "
                    + stream + ", so its leader is ambiguous; name the node");
        }
        return byAccount.values().stream().findFirst().map(GroupSearch::group);
    }

    private static RaftGroup group(List<NodeView> views) {
        Set<String> members = new TreeSet<>();
        Map<String, Integer> votes = new HashMap<>();
        for (NodeView view : views) {
            members.addAll(view.members);
            view.leader.ifPresent(leader -> votes.merge(leader, 1, Integer::sum));
        }
        Optional<String> leader = votes.entrySet().stream()
                .filter(vote -> vote.getValue() > members.size() / 2)
                .map(Map.Entry::getKey)
                .findFirst();
        return new RaftGroup(leader, members);
    }

    /** The group as one of its nodes sees it. */
    private record NodeView(Optional<String> leader, Set<String> members) {
        static NodeView of(String node, JsonObject detail) {
            Set<String> members = new TreeSet<>(Set.of(node));
            JsonObject cluster = JsonFields.object(detail, "cluster");
            Optional<String> leader = JsonFields.nonEmpty(cluster, "leader");
            leader.ifPresent(members::add);
            JsonFields.objects(cluster, "replicas").stream()
                    .map(GroupSearch::name)
                    .forEach(members::add);
            return new NodeView(leader, members);
        }
    }

    private static Stream<JsonObject> accounts(JsonObject jsz) {
        return JsonFields.objects(jsz, "account_details").stream();
    }

    private static String name(JsonObject item) {
        return JsonFields.text(item, "name");
    }
}
