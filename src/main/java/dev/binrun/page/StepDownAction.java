package dev.binrun.page;

import dev.binrun.jetstream.Api;
import io.nats.client.Connection;
import java.util.List;

/**
 * Makes the leader of a stream or a consumer step down.
 *
 * @param consumer the consumer; empty for the stream itself
 */
record StepDownAction(String stream, String consumer) implements PageAction {
    @Override
    public List<String> command() {
        return consumer.isEmpty()
                ? List.of("stream", "cluster", "step-down", stream)
                : List.of("consumer", "cluster", "step-down", stream, consumer);
    }

    @Override
    public String perform(Connection nc) throws InterruptedException {
        String group = consumer.isEmpty()
                ? "STREAM.LEADER.STEPDOWN." + stream
                : "CONSUMER.LEADER.STEPDOWN." + stream + "." + consumer;
        Api.ask(nc, group, null, PATIENCE);
        return "the leader of " + (consumer.isEmpty() ? stream : consumer) + " steps down";
    }
}
