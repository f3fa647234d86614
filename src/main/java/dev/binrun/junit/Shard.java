package dev.binrun.junit;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of a suite, written {@code 2/5}. Each scenario belongs to exactly one of the parts.
 *
 * @param number the number of this part, from 1
 * @param count the number of all parts
 */
record Shard(int number, int count) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /**
     * Returns the shard that a text names.
     *
     * @throws IllegalArgumentException if the text names none; the message begins with {@code shard} and has the fix
     */
    static Shard parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "shard: '" + text + "' is not a shard; write its number and the number of all shards, such as 2/5");
        }
        int number = Integer.parseInt(form.group(1));
        int count = Integer.parseInt(form.group(2));
        if (count == 0) {
            throw new IllegalArgumentException(
                    "shard: there are no shards in '" + text + "'; write at least one, such as 1/1");
        }
        if (number == 0 || number > count) {
            throw new IllegalArgumentException("shard: there is no shard " + number + " of " + count + "; "
                    + (count == 1 ? "the only one is 1/1" : "name one from 1/" + count + " to " + count + "/" + count));
        }
        return new Shard(number, count);
    }

    @Override
    public String toString() {
        return number + "/" + count;
    }
}
