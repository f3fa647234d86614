package dev.binrun.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonParser;
import dev.binrun.server.host.Secrets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {
    private static final String SEED = "SUAOB5FCXAMPPMJDKZEEWPYQJMF5GSFTLOEZUFBCEUDQTM3LE2WAXK7RVU";
    private static final String PUBLIC = "UBFO5FCXAMPPMJDKZEEWPYQJMF5GSFTLOEZUFBCEUDQTM3LE2WAXK7RV";

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "nats://sue:s3cret@host:4222 => nats://sue:****@host:4222",
                "nats://t0ken@host => nats://****@host",
                "[nats://a:b@h1,nats://c:p@ss@h2] => [nats://a:****@h1,nats://c:****@h2]",
                "http://127.0.0.1:8222/varz?a@b => http://127.0.0.1:8222/varz?a@b",
                "the file 'SUAOB5FCXAMPPMJDKZEEWPYQJMF5GSFTLOEZUFBCEUDQTM3LE2' does not exist => the file 'SU****' does not exist",
                "jwt eyJ0eXAiOiJKV1QifQ.eyJqdGkiOiJBIn0.c2ln-_9 end => jwt eyJ**** end",
                "Authorization: Bearer abc.def => Authorization: Bearer ****",
                "the data eyJhIjoxfQ== is no token => the data eyJhIjoxfQ== is no token",
                "SUBSCRIPTIONS and SUPER_LONG_STREAM_NAMES_OF_MORE_THAN_FORTY_LETTERS"
                        + " => SUBSCRIPTIONS and SUPER_LONG_STREAM_NAMES_OF_MORE_THAN_FORTY_LETTERS"
            })
    void recognized_textWithSecrets_masksOnlyTheSecrets(String text, String shown) {
        assertEquals(shown, Secrets.recognized(text));
    }

    @Test
    void recognized_privateKey_isMasked() {
        assertEquals(
                "-----BEGIN PRIVATE KEY-----****-----END PRIVATE KEY-----\n",
                Secrets.recognized("-----BEGIN PRIVATE KEY-----\nMIIE\nvQ==\n-----END PRIVATE KEY-----\n"));
    }

    @Test
    void masked_configuration_masksValuesOfSecretKeys() {
        String shown = Secrets.masked(JsonParser.parseString("""
                {'authorization': {'token': 't', 'users': [{'user': 'sue', 'PASSWORD': 'p'}, {'nkey': '%s'}]},
                 'jetstream': {'key': 'k', 'cipher': 'aes', 'prev_key': 'k2', 'store_dir': 'x'},
                 'leafnodes': {'remotes': [{'url': 'nats://u:p@h', 'credentials': 'a.creds', 'nkey': '%s'}]},
                 'accounts': {'A': {'users': [{'user': 'u', 'password': ['a', 'b'], 'pass': {'x': 1}}]}},
                 'mappings': {'key': 'stays'}, 'port': 4222}
                """.formatted(PUBLIC, SEED)))
                .toString();

        assertEquals(JsonParser.parseString("""
                        {'authorization': {'token': '****', 'users': [{'user': 'sue', 'PASSWORD': '****'}, {'nkey': '%s'}]},
                         'jetstream': {'key': '****', 'cipher': 'aes', 'prev_key': '****', 'store_dir': 'x'},
                         'leafnodes': {'remotes': [{'url': 'nats://u:****@h', 'credentials': 'a.creds', 'nkey': '****'}]},
                         'accounts': {'A': {'users': [{'user': 'u', 'password': ['****', '****'], 'pass': {'x': 1}}]}},
                         'mappings': {'key': 'stays'}, 'port': 4222}
                        """.formatted(PUBLIC)).toString(), shown);
    }

    @Test
    void mask_knownValues_masksWholeWords() {
        Secrets secrets = Secrets.of(List.of("hunter2", "orders", "a\"b\\c1", "ab", "test"));

        assertEquals(
                "'****' but not hunter22, orders.new, my-orders or a/orders; ****. \"****\" ab test.yaml:3 test",
                secrets.mask("'hunter2' but not hunter22, orders.new, my-orders or a/orders; orders. \"a\\\"b\\\\c1\""
                        + " ab test.yaml:3 test"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "CONNECT {\"user\":\"sue\",\"pass\":\"p\",\"auth_token\":\"t\"}"
                        + " => CONNECT {\"user\":\"sue\",\"pass\":\"****\",\"auth_token\":\"****\"}",
                "[ERR] unknown field hunter2 => [ERR] unknown field ****",
                "[INF] Server is ready => [INF] Server is ready"
            })
    void maskLog_valuesBesideKeys_areMasked(String line, String shown) {
        assertEquals(
                shown,
                Secrets.in(JsonParser.parseString("{'authorization': {'password': 'hunter2'}}"))
                        .maskLog(line));
    }
}
