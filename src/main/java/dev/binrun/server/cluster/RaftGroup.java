package dev.binrun.server.cluster;

import java.util.Optional;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * The nodes that have a replica of a stream or a consumer.
 *
 * @param leader the node that a majority names as the leader; empty without a majority
 * @param members all nodes with a replica, including the leader
 */
@API(status = Status.EXPERIMENTAL)
public record RaftGroup(Optional<String> leader, Set<String> members) {
    /** Copies the members. */
    public RaftGroup {
        members = Set.copyOf(members);
    }
}
