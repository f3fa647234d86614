package dev.binrun.scenario;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import java.util.Optional;

/**
 * How a client speaks TLS.
 *
 * @param ca whom it trusts; whom Java trusts if empty
 * @param cert its own certificate, followed by those between it and its authority
 * @param key the private key of {@code cert}
 */
public record TlsConfig(
        @Arg("certificates that are trusted (PEM); those that Java trusts if left out")
        Optional<String> ca,

        @Arg("with key: the client's own certificate (PEM)") Optional<String> cert,

        @Arg("the private key of cert (PEM, PKCS#8, not encrypted)")
        Optional<String> key) {

    public TlsConfig {
        if (cert.isPresent() && key.isEmpty()) {
            throw new InvalidArgumentException("cert", "'cert' needs 'key' beside it");
        }
        if (key.isPresent() && cert.isEmpty()) {
            throw new InvalidArgumentException("key", "'key' needs 'cert' beside it");
        }
    }
}
