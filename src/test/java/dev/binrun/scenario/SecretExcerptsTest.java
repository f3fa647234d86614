package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.scenario.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Problems of a scenario file show no secrets, neither in the message nor in the line below it. */
class SecretExcerptsTest {
    private static final String SEED = "SUAOB5FCXAMPPMJDKZEEWPYQJMF5GSFTLOEZUFBCEUDQTM3LE2WAXK7RV";

    @Test
    void excerpt_withASecret_isMaskedAndTheCaretIsAtItsPlace() {
        assertEquals(
                """
                t.yaml:1:49: client 'a' has no 'nod' (did you mean 'node'?)
                  1 | clients: {a: {user: sue, password: ****, nod: n1}}
                    |                                          ^""",
                problems("clients: {a: {user: sue, password: it's s3cret, nod: n1}}\n")
                        .get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clients: {a: {user: u, password: hunter2x, nod: 1}}",
                "clients: {a: {user: u, \"password\": \"hunter2x\", nod: 1}}",
                "clients: {a: {user: u, pasword: hunter2x}}",
                "clients: {a: {user: u, passwrd: hunter2x}}",
                "clients: {a: {tokn: hunter2x}}",
                "clients: {a: {token: [hunter2x]}}",
                "clients: {a: {token: {a: b}, password:hunter2x}}",
                "clients:\n  a:\n    user: u\n    password: hunter2x # mine\n   nod: 1",
                "clients:\n  a: password: hunter2x: y",
                "clients:\n  a: {user: u,\n    password: hunter2x }}",
                "clients:\n  a:\n    user: u\n    password:\n      hunter2x: 1",
                "clients:\n  a:\n    user: u\n    password: |\n      hunter2x\n     x: 1\n  b: 1",
                "clients:\n  a:\n    user: u\n    password: !x hunter2x",
                "clients: {a: {user: u, password: 'hunter2x}}",
                "server: {config: {password: hunter2x}, nods: 3}",
                "server: {config: {jetstream: {cipher: aes, key: hunter2x}}, nods: 3}",
                "server: {config: {leafnodes: {remotes: [{url: 'nats://u:hunter2x@h'}]}}, nods: 3}",
                "server: {config: {authorization: {token: hunter2x}}, 'no hunter2x': 1}",
            })
    void secret_inAnyNotation_isMasked(String text) {
        List<String> problems = problems(text + "\n");

        assertFalse(problems.isEmpty());
        for (String problem : problems) {
            String inner = text.contains("hunter2x: 1") ? problem.replace("hunter2x: 1", "") : problem;
            assertFalse(inner.contains("hunter2x"), problem);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SEED,
                SEED + "U2",
                "SUAOB5FCXAMPPMJDKZEEWP",
                "UAOB5FCXAMPPMJDKZEEWPYQJMF5GSFTLOEZUFBCEUDQTM3LE2WAXK"
            })
    void seed_misspelt_isNotRepeated(String seed) {
        assertEquals(
                List.of("""
                        t.yaml:1:21: 'nkey' must be the seed of a user (SU and 56 more characters, A to Z and 2 to 7) or a file \
                        with one; this is neither
                          1 | clients: {a: {nkey: ****}}
                            |                     ^"""),
                problems("clients: {a: {nkey: " + seed + "}}\n").stream()
                        .filter(problem -> problem.contains("nkey'"))
                        .map(problem -> problem.replace("SU****", "****"))
                        .toList());
    }

    @Test
    void file_missing_isNamed() {
        assertTrue(
                problems("clients: {a: {nkey: keys/till.nk}}\n")
                        .get(0)
                        .startsWith(
                                "t.yaml:1:21: the file 'keys/till.nk' does not exist (paths are relative to the scenario's folder)"));
        assertTrue(problems("clients: {a: {creds: till.creds}}\n")
                .get(0)
                .contains("the file 'till.creds' does not exist"));
    }

    @Test
    void text_notASecret_isShown() {
        String shown = problems("""
                variables: {key: visible, seed: 123456789012345, subject: tokens}
                nam: x
                steps:
                  - kv put: {bucket: B, key: visible, data: "${password}", nope: 1}
                """).stream().collect(Collectors.joining("\n"));

        assertTrue(
                shown.contains("  4 |   - kv put: {bucket: B, key: visible, data: \"${password}\", nope: 1}"), shown);
        assertFalse(shown.contains("****"), shown);
    }

    private static List<String> problems(String text) {
        return ScenarioReader.readText(Path.of("t.yaml"), text).scenarios().stream()
                .flatMap(scenario -> scenario.problems().stream())
                .map(Problem::toString)
                .toList();
    }
}
