package dev.binrun.page;

import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.Connections;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Publishes a message. */
record PublishAction(String subject, Map<String, List<String>> headers, String data) implements PageAction {
    @Override
    public List<String> command() {
        List<String> words = new ArrayList<>(List.of("pub"));
        if (data.contains("{{") || subject.contains("{{")) {
            words.add("--no-templates"); // the CLI would replace {{…}}
        }
        headers.forEach((name, values) -> values.forEach(value -> words.addAll(List.of("-H", name + ":" + value))));
        if (subject.startsWith("-") || data.startsWith("-")) {
            words.add("--");
        }
        words.addAll(List.of(subject, data));
        return words;
    }

    @Override
    public String perform(Connection nc) throws InterruptedException {
        Headers sent = new Headers();
        headers.forEach(sent::add);
        Api.publish(nc, subject, null, sent.isEmpty() ? null : sent, data.getBytes(StandardCharsets.UTF_8));
        Connections.flush(nc, PATIENCE);
        return "published to " + subject;
    }
}
