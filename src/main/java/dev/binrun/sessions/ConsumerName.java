package dev.binrun.sessions;

import java.nio.charset.StandardCharsets;

/**
 * The consumer's name for a key: letters, digits, {@code -} and {@code _} stay, every other byte of its UTF-8 becomes {@code =XX}, as
 * in quoted-printable; so no two keys share a name.
 */
final class ConsumerName {
    private static final int LONGEST = 255;

    private ConsumerName() {}

    static String of(String key) throws BadEntryException {
        return of("", key);
    }

    static String of(String prefix, String key) throws BadEntryException {
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw new BadEntryException("the key holds a control character");
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
