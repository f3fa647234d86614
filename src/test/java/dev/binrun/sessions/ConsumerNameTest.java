package dev.binrun.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConsumerNameTest {

    @ParameterizedTest
    @CsvSource({
        "Alice, Alice",
        "session-0_A9, session-0_A9",
        "a.b, a=2Eb",
        "a/b, a=2Fb",
        "a=2Eb, a=3D2Eb",
        "\u00e4, =C3=A4",
        "\ud83d\ude00, =F0=9F=98=80"
    })
    void key_isMappedToAName(String key, String name) throws Exception {
        assertEquals(name, ConsumerName.of(key));
    }

    @Test
    void name_isReversible() throws Exception {
        for (String key : List.of("Alice", "a.b", "a/b=c", "a=2Eb", "==", "%2E", "\u00e4\u20ac")) {
            assertEquals(key, URLDecoder.decode(ConsumerName.of(key).replace('=', '%'), StandardCharsets.UTF_8));
        }
    }

    @Test
    void tooLongName_isRejected() throws Exception {
        assertEquals(255, ConsumerName.of("k".repeat(255)).length());
        BadEntryException refused = assertThrows(BadEntryException.class, () -> ConsumerName.of(".".repeat(86)));
        assertEquals(
                "the key is too long: its consumer's name would have 258 characters, and a name has at most 255",
                refused.getMessage());
    }
}
