package dev.binrun.engine.client;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.scenario.ClientConfig;
import dev.binrun.scenario.SimConfig;
import dev.binrun.verb.VerbTrait;
import io.nats.client.NUID;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A user in the system account, for requests that only this account may send. Servers get one only if their
 * configuration does not restrict connections; they still accept clients without credentials (server.go,
 * configureAccounts).
 *
 * @param password differs in each run
 */
public record SystemUser(String name, String password) {
    /** The configuration that restricts connections. */
    private static final Set<String> GUARDS = Set.of(
            "accounts",
            "authorization",
            "no_auth_user",
            "operator",
            "operators",
            "resolver",
            "resolver_preload",
            "system",
            "system_account",
            "tls",
            "trusted",
            "trusted_keys");

    /** Returns the user that the servers of a scenario need; empty if they do not need it or cannot have it. */
    public static Optional<SystemUser> of(SimConfig config) {
        boolean needed = config.uses(verb -> verb.is(VerbTrait.NEEDS_SYSTEM_ACCOUNT));
        boolean guarded = config.server()
                .config()
                .filter(settings ->
                        settings.keySet().stream().anyMatch(key -> GUARDS.contains(key.toLowerCase(Locale.ROOT))))
                .isPresent();
        return needed && !guarded ? Optional.of(new SystemUser("binrun", NUID.nextGlobalSequence())) : Optional.empty();
    }

    /** Returns a copy of a server's configuration with this user. */
    public JsonObject in(JsonObject config) {
        JsonObject user = new JsonObject();
        user.addProperty("user", name);
        user.addProperty("password", password);
        JsonArray users = new JsonArray();
        users.add(user);
        JsonObject system = new JsonObject();
        system.add("users", users);
        JsonObject accounts = new JsonObject();
        accounts.add("$SYS", system);
        JsonObject with = config.deepCopy();
        with.add("accounts", accounts);
        return with;
    }

    /** Returns the credentials of the user. */
    ClientConfig client() {
        return new ClientConfig(
                Optional.empty(),
                Optional.of(name),
                Optional.of(password),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
