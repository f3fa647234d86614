package dev.binrun.scenario;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of nats-server, without a pre-release suffix. */
public record ServerVersion(int major, int minor, int patch) implements Comparable<ServerVersion> {
    /** The regular expression of a version, in the syntax that Java and JSON Schema share. */
    static final String PATTERN = "v?([0-9]{1,5})(?:\\.([0-9]{1,5}))?(?:\\.([0-9]{1,5}))?(?:[-+].*)?";

    private static final Pattern FORM = Pattern.compile(PATTERN);

    /** Reads {@code 2}, {@code 2.10}, {@code 2.10.29} or {@code v2.14.0-RC.1}; empty if the text is not a version. */
    public static Optional<ServerVersion> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new ServerVersion(number(form.group(1)), number(form.group(2)), number(form.group(3))))
                : Optional.empty();
    }

    @Override
    public int compareTo(ServerVersion other) {
        int first = Integer.compare(major, other.major);
        int second = Integer.compare(minor, other.minor);
        return first != 0 ? first : second != 0 ? second : Integer.compare(patch, other.patch);
    }

    @Override
    public String toString() {
        return major + "." + minor + (patch == 0 ? "" : "." + patch);
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
