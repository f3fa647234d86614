package dev.binrun.page;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.util.List;

/** Deletes a key of a bucket. */
record EntryDelete(String bucket, String key) implements PageAction {
    @Override
    public List<String> command() {
        return List.of("kv", "del", bucket, key, "-f");
    }

    @Override
    public String perform(Connection nc) throws IOException, JetStreamApiException {
        nc.keyValue(bucket).delete(key);
        return "deleted from the bucket " + bucket;
    }
}
