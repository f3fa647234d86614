package dev.binrun.verb.object;

import dev.binrun.form.Arg;
import java.util.Optional;

/** The target of a link: an object, or a whole object store. */
public record LinkTarget(
        @Arg(value = "the object store of the target", required = true)
        String bucket,

        @Arg("name of the target object; the whole object store if omitted")
        Optional<String> name) {}
