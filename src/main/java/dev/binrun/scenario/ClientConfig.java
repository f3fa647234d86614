package dev.binrun.scenario;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The credentials of a client's connection, and the node that it uses.
 *
 * @param node the node that the client connects to; any node if empty
 * @param user the user name, together with {@code password}
 * @param password the password of {@code user}
 * @param nkey the seed of a user's NKey, read from the file if the scenario names one
 * @param creds the path of a credentials file
 * @param token the server's token
 * @param tls the TLS settings; without TLS if empty
 */
public record ClientConfig(
        @Arg("the node that the client connects to; any node if omitted")
        Optional<String> node,

        @Arg("the user name, together with password") Optional<String> user,
        @Arg("the password of user") Optional<String> password,

        @Arg("the seed of a user's NKey (SU…), or a file with it, relative to the scenario")
        Optional<String> nkey,

        @Arg("a credentials file (JWT and seed), relative to the scenario")
        Optional<String> creds,

        @Arg("the server's token") Optional<String> token,

        @Arg("true, or {ca, cert, key}: PEM files, relative to the scenario")
        Optional<TlsConfig> tls) {

    /** The configuration of a client without an entry. */
    public static final ClientConfig PLAIN = new ClientConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public ClientConfig {
        List<String> methods = new ArrayList<>();
        user.or(() -> password).ifPresent(value -> methods.add(user.isPresent() ? "user" : "password"));
        nkey.ifPresent(value -> methods.add("nkey"));
        creds.ifPresent(value -> methods.add("creds"));
        token.ifPresent(value -> methods.add("token"));
        if (methods.size() > 1) {
            throw new InvalidArgumentException(
                    methods.get(1),
                    "a client can have only one of user with password, nkey, creds and token, this has "
                            + String.join(" and ", methods));
        }
        if (user.isPresent() && password.isEmpty()) {
            throw new InvalidArgumentException("user", "'user' needs 'password' beside it");
        }
        if (password.isPresent() && user.isEmpty()) {
            throw new InvalidArgumentException("password", "'password' needs 'user' beside it");
        }
    }

    /** Returns whether the client has credentials; a TLS certificate alone does not count. */
    public boolean hasCredentials() {
        return user.isPresent() || nkey.isPresent() || creds.isPresent() || token.isPresent();
    }
}
