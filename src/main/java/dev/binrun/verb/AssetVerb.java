package dev.binrun.verb;

import com.google.gson.JsonObject;
import java.util.Optional;

/** A verb that creates an asset with a configuration: a stream, a consumer, a bucket or an object store. */
public interface AssetVerb extends Verb {
    /** Returns the kind and the name of the asset, for messages: {@code stream ORDERS}. */
    String what();

    /**
     * Returns the subject of the request for the asset's info, after {@code $JS.API.}; empty if the asset has no name
     * yet.
     */
    Optional<String> infoSubject();

    /** Returns the configuration that the verb requests. */
    JsonObject wanted(VerbWorld world);
}
