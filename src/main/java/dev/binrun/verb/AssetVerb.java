package dev.binrun.verb;

import com.google.gson.JsonObject;
import java.util.Optional;

/** A verb that makes something with a configuration: a stream, a consumer, a bucket or an object store. */
public interface AssetVerb extends Verb {
    /** What it makes, for messages: {@code stream ORDERS}. */
    String what();

    /** Where the API tells what is there by its name, after {@code $JS.API.}; empty if it has no name yet. */
    Optional<String> infoSubject();

    /** The configuration that it asks for. */
    JsonObject wanted(World world);
}
