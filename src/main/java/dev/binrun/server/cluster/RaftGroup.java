package dev.binrun.server.cluster;

import java.util.Optional;
import java.util.Set;

/**
 * The nodes that have a replica of a stream or a consumer.
 *
 * @param leader whom most of them take for their leader, if there is one
 * @param members all of them, the leader too
 */
public record RaftGroup(Optional<String> leader, Set<String> members) {
    public RaftGroup {
        members = Set.copyOf(members);
    }
}
