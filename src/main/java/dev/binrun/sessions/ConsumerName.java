package dev.binrun.sessions;

import java.nio.charset.StandardCharsets;

/**
 * The name of the consumer for a key. Letters, digits, {@code -} and {@code _} stay; every other byte of the UTF-8 text
 * becomes {@code =XX}, as in quoted-printable. So no two keys have the same name.
 */
final class ConsumerName {
    private static final int LONGEST = 255;

    private ConsumerName() {}

    /** Returns the name for a key. */
    static String of(String key) throws BadEntryException {
        return of("", key);
    }

    /** Returns the name for a key, with a prefix. */
    static String of(String prefix, String key) throws BadEntryException {
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw new BadEntryException("the key contains a control character");
        }
        StringBuilder name = new StringBuilder(prefix);
        for (byte b : key.getBytes(StandardCharsets.UTF_8)) {
            if (stays(b)) {
                name.append((char) b);
            } else {
                name.append(String.format("=%02X", b));
            }
        }
        if (name.length() > LONGEST) {
            throw new BadEntryException("the key is too long: its consumer's name would have " + name.length()
                    + " characters, and a name has at most " + LONGEST);
        }
        return name.toString();
    }

    private static boolean stays(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_';
    }
}
