package dev.binrun.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.binrun.registry.Verbs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnknownVerbTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "stream inof|there is no verb 'stream inof' (did you mean 'stream info'?)",
                "account details of it|there is no verb 'account details of it' (known: account info)",
                "sub orders.>|there is no verb 'sub orders.>' (write a colon between the verb and its "
                        + "arguments: 'sub: orders.>')",
                "server ${matrix.how}|there is no verb 'server ${matrix.how}' (write the verb out: ${…} works "
                        + "only in its arguments)",
                "frobnicate|there is no verb 'frobnicate' (verbs are the nats CLI's commands, such as pub, "
                        + "stream info, consumer next, kv put; a class with a verb of your own must be "
                        + "named in META-INF/services/dev.binrun.verb.OwnVerb)",
                "nats pub|there is no verb 'nats pub' (did you mean 'pub'?)",
                "nats stream info|there is no verb 'nats stream info' (did you mean 'stream info'?)",
            })
    void unknownVerb_similarOrNot_hasAProposal(String written, String message) {
        assertEquals(message, UnknownVerb.message(written, Verbs.names()));
    }
}
