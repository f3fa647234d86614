package dev.binrun.verb.message;

import dev.binrun.form.TemplateText;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.impl.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Headers of a scenario: a value, or a list of values, by name. */
final class HeaderTexts {
    private HeaderTexts() {}

    /**
     * Returns the headers of the i-th message.
     *
     * @throws VerbFailedException if jnats refuses a name or a value
     */
    static Headers at(Optional<Map<String, List<TemplateText>>> written, long i) {
        Headers headers = new Headers();
        try {
            written.ifPresent(map -> map.forEach((name, values) ->
                    headers.add(name, values.stream().map(value -> value.at(i)).toList())));
        } catch (IllegalArgumentException e) {
            throw unsendable(e);
        }
        return headers;
    }

    /** Returns the error of headers that jnats refuses. */
    static VerbFailedException unsendable(IllegalArgumentException e) {
        return VerbFailedException.of("the headers were not sent").with(": " + e.getMessage());
    }
}
