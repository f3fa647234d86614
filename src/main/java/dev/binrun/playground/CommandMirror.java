package dev.binrun.playground;

import dev.binrun.sessions.BusinessLogic;
import dev.binrun.sessions.Topology;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.util.List;

/**
 * Sees the mirror of the work queue through a restart.
 *
 * <p>nats-server 2.14.0 does not by itself: the worker's durable has the mirror's filter, so the mirror's own consumer on the origin
 * is refused (error 10100), the mirror stays where it is and the work queue no longer empties. What heals it: remove both consumers,
 * wait until the mirror is active, make the worker's again. A mirror that was refused tries again only seconds later, so both are
 * removed in a run of the server before the one that is used. What was worked and is still stored then comes once more, and is
 * recognised by the removed consumer's acknowledgements.
 */
final class CommandMirror {
    private static final String MIRRORS_CONSUMER = "JS_MIRROR_";
    private static final int NO_SUCH_STREAM = 10059;

    private final JetStreamManagement management;

    CommandMirror(Connection nc) throws IOException {
        this.management = nc.jetStreamManagement();
    }

    /** Removes both consumers, and returns up to which sequence all commands were worked. */
    long removeConsumers() throws IOException, JetStreamApiException {
        long workedThrough = 0;
        for (ConsumerInfo consumer : consumers()) {
            if (consumer.getName().equals(BusinessLogic.COMMAND_X)) {
                workedThrough = BusinessLogic.workedThrough(consumer);
                management.deleteConsumer(Topology.COMMAND, consumer.getName());
            } else if (consumer.getName().startsWith(MIRRORS_CONSUMER)) {
                management.deleteConsumer(Topology.COMMAND, consumer.getName());
            }
        }
        return workedThrough;
    }

    private List<ConsumerInfo> consumers() throws IOException, JetStreamApiException {
        try {
            return management.getConsumers(Topology.COMMAND);
        } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_SUCH_STREAM) {
                return List.of();
            }
            throw e;
        }
    }
}
