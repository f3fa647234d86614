package dev.binrun.page;

import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.util.List;

/** Deletes a key of a bucket. */
record EntryDelete(String bucket, String key) implements PageAction {
    @Override
    public List<String> command() {
        return List.of("kv", "del", bucket, key, "-f");
    }

    @Override
    public String perform(Connection nc) throws InterruptedException {
        EntryPut.put(nc, bucket, key, new Headers().add("KV-Operation", "DEL"), "");
        return "deleted from the bucket " + bucket;
    }
}
