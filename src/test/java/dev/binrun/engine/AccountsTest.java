package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Accounts, users and permissions of a server, and the clients that use them. */
@Execution(ExecutionMode.CONCURRENT)
class AccountsTest {
    /** A key pair that was created for these tests. */
    private static final String SEED = "SUALRXESXKMWFRFT5YTUNUT6KSAB2RQLOG6NRRJ7FYWFISSIO7OKCVGVAI";

    private static final String PUBLIC_KEY = "UABRUOD4SA2OL4WZABWCE3BFHM4NJ764FGPZCZRQMORY3WIZEONAB53O";

    private static final String SERVER = """
            timeout: 15s
            server:
              config:
                accounts:
                  SHOP:
                    jetstream: { max_streams: 1 }
                    users:
                      - { user: sue, password: s3cret }
                      - { nkey: %s }
                      - user: till
                        password: t1ll
                        permissions: { publish: ["orders.>"], subscribe: ["_INBOX.>"] }
                      - { user: mute, password: m, permissions: { publish: ["orders.>"], subscribe: [nothing] } }
                  BANK: { jetstream: enabled, users: [ { user: bob, password: b } ] }
                  PLAIN: { users: [ { user: pat, password: p } ] }
            """.formatted(PUBLIC_KEY);
    private static final String CLIENTS = """
            clients:
              default: { user: sue, password: s3cret }
              till: { user: till, password: t1ll }
              mute: { user: mute, password: m }
              bob: { user: bob, password: b }
              pat: { user: pat, password: p }
              wrong: { user: sue, password: nope }
            streams: [ { name: ORDERS, subjects: [ "orders.>" ] } ]
            """;

    @TempDir
    Path folder;

    @Test
    void streams_ofTwoAccounts_areSeparate() {
        passes(SERVER + CLIENTS + """
                steps:
                  - { stream info: ORDERS, client: bob, error: 10059 }
                  - stream add: { name: ORDERS, subjects: [ "orders.>" ] }
                    client: bob
                  - { pub: orders.1 x, client: bob, expect: { seq: 1 } }
                  - { stream info: ORDERS, expect: { state: { messages: 0 } } }
                  - { stream info: ORDERS, client: pat, error: 10039 }
                """);
    }

    @Test
    void limits_ofAnAccount_areEnforcedByTheServer() {
        passes(SERVER + CLIENTS + "steps: [ { stream add: { name: MORE }, error: 10027 } ]\n");
    }

    @Test
    void mappings_ofTheServer_apply() {
        passes("""
                server: { config: { mappings: { "old.*": "new.$1" } } }
                streams: [ { name: NEW, subjects: [ "new.*" ] } ]
                steps: [ { pub: old.x y, expect: { stream: NEW } } ]
                """);
    }

    @Test
    void operation_denied_isAnErrorAtOnce() {
        String atOnce = ", client: till, error: denied, expect: { took: \"< 4s\" } }\n";
        passes(SERVER + CLIENTS + "steps:\n"
                + "  - { pub: orders.1 x, client: till, expect: { seq: 1 } }\n"
                + "  - { pub: other.1 x" + atOnce
                + "  - { pub: { subject: other.1, core: true }" + atOnce
                + "  - { pub: { subject: \"other.${i}\", count: 20 }" + atOnce
                + "  - { pub: { subject: \"other.${i}\", count: 5000, async: true, timeout: 60s }"
                + atOnce.replace("4s", "30s")
                + "  - { request: other.1" + atOnce
                + "  - { request: { subject: other.1, replies: 2 }" + atOnce
                + "  - { stream info: ORDERS" + atOnce
                + "  - { consumer next: ORDERS worker" + atOnce);
    }

    @Test
    void publish_denied_reportsTheServersText() {
        fails(
                SERVER + CLIENTS + "steps: [ { pub: other.1 x, client: till, expect: { seq: 1 } } ]\n",
                "24: pub: expected an answer, was the error 'denied: Permissions Violation for Publish to \"other.1\"'");
    }

    @Test
    void publishCount_denied_reportsTheNumberOfDeniedMessages() {
        fails(
                SERVER + CLIENTS
                        + "steps: [ { pub: { subject: other.1, count: 3 }, client: till, expect: { acked: 3 } } ]\n",
                "24: pub: expected an answer, was the error 'denied: Permissions Violation for Publish to \"other.1\":"
                        + " 3 of 3 not acknowledged (3 failed, 0 unknown)'");
    }

    @Test
    void request_replyDenied_isOutcomeUnknown() {
        passes(SERVER + CLIENTS + """
                steps:
                  - { pub: orders.1 x, client: mute, error: no reply can reach this client, expect: { took: "< 2s" } }
                  - pub: { subject: orders.1, count: 2, partial: true }
                    client: mute
                    expect: { acked: 0, failed: 0, unknown: 2 }
                  - { stream info: ORDERS, within: 2s, expect: { state: { messages: 3 } } }
                  - { consumer next: ORDERS worker, client: mute, error: denied, expect: { took: "< 2s" } }
                """);
    }

    @Test
    void password_wrong_isReportedAtOnce() {
        passes(SERVER + CLIENTS + """
                steps:
                  - { stream info: ORDERS, client: wrong, error: authorization violation, expect: { took: "< 2s" } }
                  - { stream info: ORDERS, client: wrong, error: connection }
                  - { stream info: ORDERS, client: wrong, error: denied }
                """);
        Verdict verdict = fails(
                SERVER + CLIENTS + "steps: [ { stream info: ORDERS, client: wrong, expect: { x: 1 } } ]\n",
                "24: stream info: expected an answer, was the error"
                        + " 'connection: denied: client 'wrong' cannot connect: Authorization Violation'");
        assertTrue(
                verdict.took().compareTo(Duration.ofSeconds(4)) < 0,
                verdict.took().toString());
    }

    @Test
    void defaultClient_withoutCredentials_isReportedAtOnce() {
        String steps = "steps: [ { stream info: A, expect: { x: 1 } } ]\n";
        String refused = "stream info: expected an answer, was the error"
                + " 'connection: denied: client 'default' cannot connect: Authorization Violation ";
        Verdict verdict = fails(
                SERVER + steps,
                "16: " + refused + "(there is no entry 'default' under 'clients', so it has no credentials)'");
        assertTrue(
                verdict.took().compareTo(Duration.ofSeconds(4)) < 0,
                verdict.took().toString());
        fails(
                SERVER + "clients: { default: { node: n1 } }\n" + steps,
                "17: " + refused + "(its entry has no credentials: give it user and password, nkey, creds or token)'");
    }

    @Test
    void client_withAMisspelledName_getsAHint() {
        fails(
                SERVER + CLIENTS + "steps: [ { stream info: ORDERS, client: tills, expect: { x: 1 } } ]\n",
                "24: stream info: expected an answer, was the error"
                        + " 'connection: denied: client 'tills' cannot connect: Authorization Violation"
                        + " (there is no entry 'tills' under 'clients', did you mean 'till'?)'");
    }

    @Test
    void client_withoutEntry_connectsWithoutCredentials() {
        passes(SERVER + """
                    no_auth_user: pat
                steps:
                  - { stream info: ORDERS, client: anybody, error: 10039 }
                """);
    }

    @Test
    void nkey_seedOrFile_connects() throws IOException {
        Files.writeString(folder.resolve("till.nk"), "# a seed\n" + SEED + "\n");
        String clients = "clients: { default: { nkey: %s } }\nstreams: [ { name: A } ]\n"
                + "steps: [ { pub: A x, expect: { seq: 1 } } ]\n";
        passes(SERVER + clients.formatted(SEED));
        passes(SERVER + clients.formatted("till.nk"));
    }

    @Test
    void token_connects() {
        String server = "server: { config: { authorization: { token: t0ken } } }\n";
        String steps = "steps: [ { stream info: A, error: not found } ]\n";
        passes(server + "clients: { default: { token: t0ken } }\n" + steps);
        fails(
                server + "clients: { default: { token: other } }\n" + steps,
                "3: stream info: error: expected a description with 'not found', was"
                        + " {\"description\":\"Authorization Violation\"}"
                        + " (connection: denied: client 'default' cannot connect: Authorization Violation)");
    }

    @Test
    void creds_ofAnOperatorsUser_connect() throws IOException, GeneralSecurityException {
        NKey operator = NKey.createOperator(null);
        NKey account = NKey.createAccount(null);
        NKey system = NKey.createAccount(null);
        NKey user = NKey.createUser(null);
        String accountKey = new String(account.getPublicKey());
        String systemKey = new String(system.getPublicKey());
        String userJwt = JwtUtils.issueUserJWT(account, accountKey, new String(user.getPublicKey()));
        Files.writeString(
                folder.resolve("user.creds"),
                JwtUtils.NATS_USER_JWT_FORMAT.formatted(userJwt, new String(user.getSeed())));
        passes("""
                server:
                  config:
                    operator: %s
                    system_account: %s
                    resolver: MEMORY
                    resolver_preload: { %s: %s, %s: %s }
                clients: { default: { creds: user.creds } }
                streams: [ { name: A } ]
                steps: [ { pub: A x, expect: { seq: 1 } }, { pub: A x, client: other, error: denied } ]
                """.formatted(
                        jwt(operator, operator, "{\"type\":\"operator\",\"version\":2}"),
                        systemKey,
                        accountKey,
                        jwt(operator, account, ACCOUNT),
                        systemKey,
                        jwt(operator, system, ACCOUNT.replace("_storage\":-1", "_storage\":0"))));
    }

    private static final String ACCOUNT = """
            {"type":"account","version":2,"limits":{"subs":-1,"data":-1,"payload":-1,"imports":-1,"exports":-1,"conn":-1,
            "leaf":-1,"wildcards":true,"mem_storage":-1,"disk_storage":-1,"streams":-1,"consumer":-1}}""".replace("\n", "");

    private static String jwt(NKey signer, NKey subject, String claims) throws IOException, GeneralSecurityException {
        return JwtUtils.issueJWT(
                signer,
                new String(subject.getPublicKey()),
                "test",
                null,
                System.currentTimeMillis() / 1_000,
                new String(signer.getPublicKey()),
                () -> claims);
    }

    @Test
    void digest_includesTheStreamsOfAllClients() {
        String steps = "steps: [ { stream info: ORDERS, expect: { config: { name: ORDERS } } } ]\n";
        String more =
                "steps:\n  - { stream add: { name: B }, client: bob }\n  - { pub: B %s, client: bob, expect: { stream: B } }\n";
        String digest = passes(SERVER + CLIENTS + steps).digest();
        assertEquals(64, digest.length());
        assertEquals(digest, passes(SERVER + CLIENTS + steps).digest());
        String x = passes(SERVER + CLIENTS + more.formatted("x")).digest();
        assertEquals(x, passes(SERVER + CLIENTS + more.formatted("x")).digest());
        assertNotEquals(x, passes(SERVER + CLIENTS + more.formatted("y")).digest());
    }

    @Test
    void digest_noClientMaySeeStreams_isNotEmpty() {
        assertEquals(
                64,
                passes(SERVER + "steps: [ { stream info: ORDERS, client: x, error: denied } ]\n")
                        .digest()
                        .length());
    }

    @Test
    void config_refusedByTheServer_isBrokenAtItsPlace() {
        String steps = "steps: [ { stream info: A, error: {} } ]\n";
        String refused = "server.config: nats-server does not start with it: ";
        breaks("server: { config: { acounts: {} } }\n" + steps, "1: " + refused + "unknown field \"acounts\"");
        breaks(
                "server:\n  config: { max_payload: big }\n" + steps,
                "2: " + refused + "interface conversion: interface {} is string, not int64");
        breaks(
                "server:\n  config: { no_auth_user: zz }\n" + steps,
                "2: " + refused + "no_auth_user: \"zz\" present, but users/nkeys are not defined");
    }

    private Verdict run(String yaml) {
        ScenarioCase scenario = ScenarioReader.readText(folder.resolve("t.yaml"), yaml)
                .scenarios()
                .get(0);
        assertEquals(List.of(), scenario.problems());
        return new Engine(System.getenv()).run(scenario, line -> {});
    }

    private Verdict passes(String yaml) {
        Verdict verdict = run(yaml);
        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.message() + "\n" + verdict.details());
        return verdict;
    }

    private Verdict fails(String yaml, String message) {
        return ends(Outcome.FAILED, yaml, message);
    }

    private void breaks(String yaml, String message) {
        ends(Outcome.BROKEN, yaml, message);
    }

    private Verdict ends(Outcome outcome, String yaml, String message) {
        Verdict verdict = run(yaml);
        assertEquals(message, verdict.message().replace(folder + "/t.yaml:", ""));
        assertEquals(outcome, verdict.outcome());
        return verdict;
    }
}
