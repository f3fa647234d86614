package dev.binrun.verb.object;

import dev.binrun.form.Arg;
import java.util.Optional;

/** What a link leads to. */
public record LinkTarget(
        @Arg(value = "the object store that the link leads to", required = true)
        String bucket,

        @Arg("the object in it; the whole object store if left out")
        Optional<String> name) {}
