package dev.binrun.verb.message;

import dev.binrun.form.TemplateText;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.impl.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Headers as a scenario writes them: a value, or a list of values, by name. */
final class HeaderTexts {
    private HeaderTexts() {}

    /**
     * The headers of the i-th message.
     *
     * @throws VerbFailedException if they cannot be sent
     */
    static Headers at(Optional<Map<String, List<TemplateText>>> written, long i) {
        Headers headers = new Headers();
        try {
            written.ifPresent(map -> map.forEach((name, values) ->
                    headers.add(name, values.stream().map(v -> v.at(i)).toList())));
        } catch (IllegalArgumentException e) {
            throw unsendable(e);
        }
        return headers;
    }

    static VerbFailedException unsendable(IllegalArgumentException e) {
        return VerbFailedException.of("the headers were not sent").with(": " + e.getMessage());
    }
}
