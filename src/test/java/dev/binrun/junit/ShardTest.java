package dev.binrun.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardTest {
    @Test
    void parse_numberAndCount_isTheShard() {
        assertEquals(new Shard(2, 5), Shard.parse("2/5"));
        assertEquals("2/5", Shard.parse("02/5").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '"',
            value = {
                "0/5 => there is no shard 0 of 5; name one from 1/5 to 5/5",
                "6/5 => there is no shard 6 of 5; name one from 1/5 to 5/5",
                "2/1 => there is no shard 2 of 1; the only one is 1/1",
                "1/0 => there are no shards in '1/0'; write at least one, such as 1/1",
                "2/x => '2/x' is not a shard; write its number and the number of all shards, such as 2/5",
                "-1/5 => '-1/5' is not a shard; write its number and the number of all shards, such as 2/5",
                "2 => '2' is not a shard; write its number and the number of all shards, such as 2/5",
                "/ => '/' is not a shard; write its number and the number of all shards, such as 2/5",
                "1/99999999999 => '1/99999999999' is not a shard; write its number and the number of all shards, such as"
                        + " 2/5",
            })
    void parse_somethingElse_isAnErrorWithTheFix(String text, String message) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> Shard.parse(text));

        assertEquals("shard: " + message, error.getMessage());
    }
}
