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
 * A user of ours in the system account, for what only that account may ask. Servers whose configuration says nothing of who may connect
 * get one, and go on to let everyone else in, as before (server.go, configureAccounts).
 *
 * @param password is different in each run
 */
public record SystemUser(String name, String password) {
    /** What says who may connect, and how. */
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

    /** The user that the servers of a scenario need and can have. */
    public static Optional<SystemUser> of(SimConfig config) {
        boolean needed = config.uses(verb -> verb.is(VerbTrait.NEEDS_SYSTEM_ACCOUNT));
        boolean guarded = config.server()
                .config()
                .filter(theirs ->
                        theirs.keySet().stream().anyMatch(key -> GUARDS.contains(key.toLowerCase(Locale.ROOT))))
                .isPresent();
        return needed && !guarded ? Optional.of(new SystemUser("binrun", NUID.nextGlobalSequence())) : Optional.empty();
    }

    /** A server's configuration with this user in it. */
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

    /** As whom it connects. */
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
