package dev.binrun.scenario;

import static dev.binrun.scenario.ScenarioAssertions.valid;
import static dev.binrun.scenario.ScenarioAssertions.wrongTop;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.scenario.yaml.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientsReaderTest {
    /** A seed for these tests only. */
    private static final String SEED = "SUALRXESXKMWFRFT5YTUNUT6KSAB2RQLOG6NRRJ7FYWFISSIO7OKCVGVAI";

    private static final String STATES = "\nsteps: [ { stream info: A, expect: { x: 1 } } ]\n";

    @TempDir
    Path folder;

    @Test
    void entries_valid_areRead() {
        Map<String, ClientConfig> clients = valid("""
                        variables: { secret: s3cret }
                        clients:
                          default: { user: sue, password: "${secret}" }
                          token: { token: 0123, node: n1 }
                          key: { nkey: %s }
                          tls: { tls: true }
                          nobody: {}
                        """.formatted(SEED) + STATES).clients();
        assertEquals(Set.of("default", "token", "key", "tls", "nobody"), clients.keySet());
        assertEquals(Optional.of("sue"), clients.get("default").user());
        assertEquals(Optional.of("s3cret"), clients.get("default").password());
        assertEquals(Optional.of("0123"), clients.get("token").token());
        assertEquals(Optional.of(SEED), clients.get("key").nkey());
        assertEquals(
                Optional.of(new TlsConfig(Optional.empty(), Optional.empty(), Optional.empty())),
                clients.get("tls").tls());
        assertEquals(ClientConfig.PLAIN, clients.get("nobody"));
    }

    @Test
    void files_relative_areResolvedAgainstTheScenario() throws IOException {
        Files.writeString(folder.resolve("a.creds"), "eyJ0.e30.x\n" + SEED + "\n");
        Files.writeString(folder.resolve("a.nk"), "seed: " + SEED + "\n");
        Files.writeString(folder.resolve("ca.pem"), "x");
        Map<String, ClientConfig> clients = ScenarioReader.readText(
                        folder.resolve("t.yaml"),
                        "clients: { a: { creds: a.creds }, b: { nkey: a.nk, tls: { ca: ca.pem } } }" + STATES)
                .scenarios()
                .get(0)
                .config()
                .orElseThrow()
                .clients();
        assertEquals(
                Optional.of(folder.resolve("a.creds").toString()),
                clients.get("a").creds());
        assertEquals(Optional.of(SEED), clients.get("b").nkey());
        assertEquals(
                Optional.of(folder.resolve("ca.pem").toString()),
                clients.get("b").tls().orElseThrow().ca());
    }

    @Test
    void filesOfTheServer_relative_becomeAbsolute() throws IOException {
        Files.writeString(folder.resolve("c.pem"), "x");
        String config = ScenarioReader.readText(
                        folder.resolve("t.yaml"),
                        "server: { config: { a: [ { Cert_File: c.pem } ], credentials: { x: 1 }, key_file: } }"
                                + STATES)
                .scenarios()
                .get(0)
                .config()
                .orElseThrow()
                .server()
                .config()
                .orElseThrow()
                .toString();
        assertEquals(
                "{\"a\":[{\"Cert_File\":\"" + folder.resolve("c.pem")
                        + "\"}],\"credentials\":{\"x\":1},\"key_file\":null}",
                config);
    }

    @Test
    void entries_wrongForm_areInvalid() {
        wrongTop("clients: [ a ]", "1:10: 'clients' must be a map of connections by name, this is a list");
        wrongTop(
                "clients: { a: sue }",
                "1:15: client 'a' must be a map such as {user: sue, password: secret}, this is 'sue'");
        wrongTop("clients: { a: { user: [ x ], password: y } }", "1:23: 'user' must be a text, this is a list");
        wrongTop(
                "clients: { a: { tls: yes } }",
                "1:22: 'tls' must be true or a map such as {ca: ca.pem}, this is 'yes'");
        wrongTop("clients: { a: { user: \"${nobody}\", password: y } }", "1:23: unknown name 'nobody' in '${nobody}'");
    }

    @Test
    void keys_unknown_hintAtTheNearest() {
        wrongTop(
                "clients: { a: { usr: sue, password: x } }",
                "1:17: client 'a' has no 'usr' (did you mean 'user'?)",
                "1:37: 'password' needs 'user' beside it");
        wrongTop("clients: { a: { tls: { cafile: x } } }", "1:24: 'tls' has no 'cafile' (known: ca, cert, key)");
    }

    @Test
    void nodes_unknown_listTheKnownOnes() {
        wrongTop("clients: { a: { node: n2 } }", "1:23: client 'a' connects to an unknown node, 'n2' (known: n1)");
    }

    @Test
    void credentials_contradictory_areInvalid() {
        wrongTop("clients: { a: { user: sue } }", "1:23: 'user' needs 'password' beside it");
        wrongTop("clients: { a: { password: sue } }", "1:27: 'password' needs 'user' beside it");
        wrongTop(
                "clients: { a: { user: sue, password: x, nkey: " + SEED + " } }",
                "1:47: a client can have only one of user with password, nkey, creds and token, this has user "
                        + "and nkey");
        wrongTop(
                "clients: { a: { token: x, user: sue, password: x } }",
                "1:24: a client can have only one of user with password, nkey, creds and token, this has user "
                        + "and token");
        wrongTop(
                "clients: { a: { tls: { key: pom.xml } } }",
                "1:29: the file 'pom.xml' does not exist (paths are relative to the scenario's folder)",
                "1:29: 'key' needs 'cert' beside it");
    }

    @Test
    void nkeys_wrong_areInvalid() throws IOException {
        wrongTop(
                "clients: { a: { nkey: " + SEED.replace('X', 'Y') + " } }",
                "1:23: 'nkey' is not the seed of a user: its checksum is wrong (nsc generate nkey -u creates one)");
        wrongTop(
                "clients: { a: { nkey: no.nk } }",
                "1:23: the file 'no.nk' does not exist (paths are relative to the scenario's folder)");
        Files.writeString(folder.resolve("empty.nk"), "");
        List<Problem> problems = ScenarioReader.readText(
                        folder.resolve("t.yaml"), "clients: { a: { nkey: empty.nk } }" + STATES)
                .scenarios()
                .get(0)
                .problems();
        assertEquals(
                List.of("the file 'empty.nk' contains no seed of a user (SU…)"),
                problems.stream().map(Problem::message).toList());
    }

    @Test
    void entries_severalProblems_areAllReported() {
        wrongTop(
                "clients:\n  a: { user: x }\n  b: { creds: none.creds }\n  c: { node: n9, tls: { ca: none.pem } }",
                "2:14: 'user' needs 'password' beside it",
                "3:15: the file 'none.creds' does not exist (paths are relative to the scenario's folder)",
                "4:14: client 'c' connects to an unknown node, 'n9' (known: n1)",
                "4:29: the file 'none.pem' does not exist (paths are relative to the scenario's folder)");
    }
}
