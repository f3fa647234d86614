package dev.binrun.scenario;

import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * As whom a client connects, and where.
 *
 * @param node the node it connects to; all of them if empty
 * @param user goes with {@code password}
 * @param password goes with {@code user}
 * @param nkey the seed of a user's NKey, also where the scenario names a file with it
 * @param creds a credentials file
 * @param token the token of a server that wants one
 * @param tls how it speaks TLS; it does not if empty
 */
public record ClientConfig(
        @Arg("the node it connects to; all of them if left out")
        Optional<String> node,

        @Arg("with password: the user") Optional<String> user,
        @Arg("of user") Optional<String> password,

        @Arg("the seed of a user's NKey (SU…), or a file with it, relative to the scenario")
        Optional<String> nkey,

        @Arg("a credentials file (JWT and seed), relative to the scenario")
        Optional<String> creds,

        @Arg("the server's token") Optional<String> token,

        @Arg("true, or {ca, cert, key}: PEM files, relative to the scenario")
        Optional<TlsConfig> tls) {

    /** A client that no entry says anything of. */
    public static final ClientConfig PLAIN = new ClientConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public ClientConfig {
        List<String> ways = new ArrayList<>();
        user.or(() -> password).ifPresent(x -> ways.add(user.isPresent() ? "user" : "password"));
        nkey.ifPresent(x -> ways.add("nkey"));
        creds.ifPresent(x -> ways.add("creds"));
        token.ifPresent(x -> ways.add("token"));
        if (ways.size() > 1) {
            throw new InvalidArgumentException(
                    ways.get(1),
                    "a client can have only one of user with password, nkey, creds and token, this has "
                            + String.join(" and ", ways));
        }
        if (user.isPresent() && password.isEmpty()) {
            throw new InvalidArgumentException("user", "'user' needs 'password' beside it");
        }
        if (password.isPresent() && user.isEmpty()) {
            throw new InvalidArgumentException("password", "'password' needs 'user' beside it");
        }
    }

    /** Whether it says who it is, its certificate aside. */
    public boolean isSomebody() {
        return user.isPresent() || nkey.isPresent() || creds.isPresent() || token.isPresent();
    }
}
