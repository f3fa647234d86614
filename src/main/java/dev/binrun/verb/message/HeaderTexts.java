package dev.binrun.verb.message;

import dev.binrun.form.Text;
import dev.binrun.verb.VerbFailed;
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
     * @throws VerbFailed if they cannot be sent
     */
    static Headers at(Optional<Map<String, List<Text>>> written, long i) {
        Headers headers = new Headers();
        try {
            written.ifPresent(map -> map.forEach((name, values) ->
                    headers.add(name, values.stream().map(v -> v.at(i)).toList())));
        } catch (IllegalArgumentException e) {
            throw unsendable(e);
        }
        return headers;
    }

    static VerbFailed unsendable(IllegalArgumentException e) {
        return VerbFailed.of("the headers were not sent").with(": " + e.getMessage());
    }
}
