package dev.binrun.scenario;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import java.util.Optional;

/**
 * The TLS settings of a client, as paths of PEM files.
 *
 * @param ca the trusted certificates; those that Java trusts if empty
 * @param cert the client's certificate, followed by the intermediate certificates
 * @param key the private key of {@code cert}
 */
public record TlsConfig(
        @Arg("the trusted certificates (PEM); those that Java trusts if omitted")
        Optional<String> ca,

        @Arg("the client's certificate (PEM), together with key")
        Optional<String> cert,

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
