package dev.binrun.proof;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.history.Recorder;
import dev.binrun.verb.OwnVerb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import dev.binrun.verb.World;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** The step {@code lie}: records the answer to an operation that no client did. */
public final class Lie implements OwnVerb<Lie.Claim> {
    /** The step's arguments: one of the first three, and the recorded answer. */
    @VerbDoc(value = "Records an operation that was never done", answers = "nothing")
    public record Claim(
            @Arg("the subject published to") Optional<String> published,
            @Arg("the key that was written") Optional<String> put,
            @Arg("the key that was read") Optional<String> got,

            @Arg(value = "the stream, or the bucket", required = true)
            String in,

            @Arg(value = "the payload, or the value", required = true)
            String value,

            @Arg(value = "the sequence, or the revision", required = true)
            long seq) {}

    @Override
    public String name() {
        return "lie";
    }

    @Override
    public Class<Claim> arguments() {
        return Claim.class;
    }

    @Override
    public boolean recorded() {
        return true;
    }

    @Override
    public JsonObject run(Claim claim, World world) {
        Recorder recorder = ((VerbWorld) world).recorder();
        byte[] value = claim.value().getBytes(StandardCharsets.UTF_8);
        claim.published()
                .ifPresent(subject ->
                        recorder.publish(subject, value, "", Duration.ZERO).stored(claim.in(), claim.seq()));
        claim.put()
                .ifPresent(key ->
                        recorder.kvPut(claim.in(), key, value, Duration.ZERO).ok(claim.seq()));
        claim.got().ifPresent(key -> recorder.kvGet(claim.in(), key).found(claim.seq(), value));
        return new JsonObject();
    }
}
