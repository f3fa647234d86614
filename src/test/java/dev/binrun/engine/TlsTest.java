package dev.binrun.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.ScenarioCase;
import dev.binrun.scenario.ScenarioReader;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with TLS, and clients with and without TLS. The certificates are created for each test. */
class TlsTest {
    private static final String SERVER = """
            server:
              config: { tls: { cert_file: server-cert.pem, key_file: server-key.pem } }
            """;
    private static final String BOTH_SIDES = """
            server:
              config:
                tls: { cert_file: server-cert.pem, key_file: server-key.pem, ca_file: me-cert.pem, verify: true }
            """;
    private static final String STEPS = """
            streams: [ { name: A } ]
            steps:
              - pub: A x
                expect: { seq: 1 }
            """;

    private static final String REFUSED =
            "stream add: expected an answer, was the error 'connection: client 'default' cannot connect: ";

    @TempDir
    static Path folder;

    @BeforeAll
    static void makeKeys() throws Exception {
        SelfSigned.make(folder, "server", "EC");
        SelfSigned.make(folder, "me", "RSA");
    }

    @Test
    void client_trustsTheServer_connects() {
        passes(SERVER + "clients: { default: { tls: { ca: server-cert.pem } } }\n" + STEPS);
    }

    @Test
    void certificate_identifiesTheClient() {
        passes("""
                server:
                  config:
                    tls:
                      { cert_file: server-cert.pem, key_file: server-key.pem, ca_file: me-cert.pem, verify_and_map: true }
                    accounts: { A: { jetstream: enabled, users: [ { user: CN=me } ] } }
                clients: { default: { tls: { ca: server-cert.pem, cert: me-cert.pem, key: me-key.pem } } }
                """ + STEPS);
    }

    @Test
    void client_withCertificate_isAccepted() {
        passes(BOTH_SIDES
                + "clients: { default: { tls: { ca: server-cert.pem, cert: me-cert.pem, key: me-key.pem } } }\n"
                + STEPS);
    }

    @Test
    void client_withoutCertificate_isRejectedAtOnce() {
        Verdict verdict = run(BOTH_SIDES + "clients: { default: { tls: { ca: server-cert.pem } } }\n" + STEPS);
        assertEquals(Outcome.FAILED, verdict.outcome());
        assertTrue(verdict.message().contains("client 'default' cannot connect: "), verdict.message());
        assertTrue(verdict.message().endsWith("(give its entry tls: {cert: …, key: …}?)'"), verdict.message());
        assertTrue(
                verdict.took().compareTo(Duration.ofSeconds(4)) < 0,
                verdict.took().toString());
    }

    @Test
    void client_withoutTls_getsTheFix() {
        fails(
                SERVER + STEPS,
                "3: " + REFUSED + "SSL required by server."
                        + " (there is no entry 'default' under 'clients', so it has no credentials)'");
        fails(
                SERVER + "clients: { default: {} }\n" + STEPS,
                "4: " + REFUSED + "SSL required by server. (give its entry tls: {ca: …})'");
    }

    @Test
    void client_trustsAnotherAuthority_getsAHint() {
        String path = "4: " + REFUSED + "unable to find valid certification path to requested target"
                + " (is the server's certificate signed by a certificate in tls.ca?)'";
        fails(SERVER + "clients: { default: { tls: { ca: me-cert.pem } } }\n" + STEPS, path);
        fails(SERVER + "clients: { default: { tls: true } }\n" + STEPS, path);
    }

    @Test
    void client_withTlsAndServerWithout_getsTheFix() {
        fails(
                "clients: { default: { tls: true } }\n" + STEPS,
                "2: " + REFUSED
                        + "SSL connection wanted by client. (the server does not use TLS; remove tls from its entry)'");
    }

    @Test
    void pem_unusable_isBrokenWithTheReason() throws IOException {
        Files.writeString(folder.resolve("empty.pem"), "");
        Files.writeString(
                folder.resolve("rsa.pem"), "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Files.writeString(folder.resolve("odd.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        breaks(tls("ca: empty.pem"), "TLS of client 'default' has a 'ca' without a certificate, empty.pem");
        breaks(
                tls("cert: me-cert.pem, key: empty.pem"),
                "TLS of client 'default' has a 'key' without a PRIVATE KEY, empty.pem");
        breaks(
                tls("cert: me-cert.pem, key: rsa.pem"),
                "TLS of client 'default' has a 'key' of the form RSA PRIVATE KEY, which Java cannot read,"
                        + " rsa.pem: convert it to a PRIVATE KEY (PKCS#8) with openssl pkcs8 -topk8 -nocrypt");
        breaks(
                tls("cert: me-cert.pem, key: odd.pem"),
                "TLS of client 'default' has a 'key' that is not one of RSA, EC, EdDSA, odd.pem");
        breaks(
                tls("cert: me-key.pem, key: me-key.pem"),
                "TLS of client 'default' has a 'cert' that is not a PEM file with certificates, me-key.pem: signed fields invalid");
    }

    @Test
    void serverFiles_notCertificates_areBrokenAtTheirPlace() {
        breaks(
                SERVER.replace("server-cert", "server-key") + STEPS,
                "2: server.config: nats-server does not start with it: error parsing X509 certificate/key pair: tls:"
                        + " failed to find certificate PEM data in certificate input, but did find a private key;"
                        + " PEM inputs may have been switched");
    }

    @Test
    void serverFiles_missing_areErrorsAtLoad() {
        ScenarioCase scenario = read(SERVER.replace("server-cert", "no-cert") + STEPS);
        assertEquals(
                List.of("the file 'no-cert.pem' does not exist (paths are relative to the scenario's folder)"),
                scenario.problems().stream().map(Problem::message).toList());
    }

    private static String tls(String entry) {
        return SERVER + "clients: { default: { tls: { " + entry + " } } }\n" + STEPS;
    }

    private static ScenarioCase read(String yaml) {
        return ScenarioReader.readText(folder.resolve("t.yaml"), yaml)
                .scenarios()
                .get(0);
    }

    private static Verdict run(String yaml) {
        ScenarioCase scenario = read(yaml);
        assertEquals(List.of(), scenario.problems());
        return new Engine(System.getenv()).run(scenario, line -> {});
    }

    private static void passes(String yaml) {
        Verdict verdict = run(yaml);
        assertEquals(Outcome.PASSED, verdict.outcome(), verdict.message() + "\n" + verdict.details());
        assertEquals(64, verdict.digest().length());
    }

    private static void fails(String yaml, String message) {
        ends(Outcome.FAILED, yaml, message);
    }

    private static void breaks(String yaml, String message) {
        ends(Outcome.BROKEN, yaml, message);
    }

    private static void ends(Outcome outcome, String yaml, String message) {
        Verdict verdict = run(yaml);
        assertEquals(message, verdict.message().replace(folder + "/t.yaml:", "").replace(folder + "/", ""));
        assertEquals(outcome, verdict.outcome());
    }
}
