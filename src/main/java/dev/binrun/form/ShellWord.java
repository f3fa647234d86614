package dev.binrun.form;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Quotes words of a command that a reader copies into a shell. */
public final class ShellWord {
    /** At the start, a tilde, an equals sign and a minus have a special meaning. */
    private static final String PLAIN = "[\\p{L}\\p{N}_./:@%+][\\p{L}\\p{N}_./:@%+=-]*|--?[\\p{L}\\p{N}_.=/:@%+-]+";

    /** Whether words are quoted for the shell of Windows. */
    public static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

    private ShellWord() {}

    /** Returns a word for the shell of this machine, quoted if the shell would change any character of it. */
    public static String quote(String word) {
        return WINDOWS ? quoteForWindows(word) : quoteForPosix(word);
    }

    /** Returns the words as one command, each quoted if needed. */
    public static String command(List<String> words) {
        return words.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
    }

    static String quoteForPosix(String word) {
        if (!VisibleText.line(word).equals(word)) {
            return "\"$(printf '" + printfFormat(word) + "')\""; // the shell restores the unprintable characters
        }
        return word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private static String printfFormat(String word) {
        StringBuilder format = new StringBuilder();
        for (byte each : word.getBytes(StandardCharsets.UTF_8)) {
            switch (each) {
                case '%' -> format.append("%%");
                case '\\' -> format.append("\\\\");
                case '\'' -> format.append("'\\''");
                default ->
                    format.append(each >= ' ' && each < 0x7f ? (char) each : String.format("\\%03o", each & 0xff));
            }
        }
        return format.toString();
    }

    /** Quotes for both cmd and PowerShell; they share no way to quote a double quote. */
    static String quoteForWindows(String word) {
        return word.matches("[\\p{L}\\p{N}_/:\\\\+-]+[\\p{L}\\p{N}_./:\\\\+-]*") && !word.startsWith("-D")
                ? word
                : "\"" + word.replace("\"", "\\\"") + "\"";
    }
}
