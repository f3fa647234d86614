package dev.binrun.form;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words of a command that a reader copies into a shell. */
public final class ShellWord {
    /** A tilde, an equals sign or a minus at the start has a meaning of its own. */
    private static final String PLAIN = "[\\p{L}\\p{N}_./:@%+][\\p{L}\\p{N}_./:@%+=-]*|--?[\\p{L}\\p{N}_.=/:@%+-]+";

    private static final boolean WINDOWS =
            System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");

    private ShellWord() {}

    /** A word as the shell of this machine takes it: quoted if it holds anything that the shell would change. */
    public static String quote(String word) {
        return WINDOWS ? quoteForWindows(word) : quoteForPosix(word);
    }

    /** A whole command. */
    public static String command(List<String> words) {
        return words.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
    }

    static String quoteForPosix(String word) {
        if (!VisibleText.line(word).equals(word)) {
            return "\"$(printf '" + printfFormat(word)
                    + "')\""; // a shell makes the word of characters that can be printed
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

    /** The form that cmd and PowerShell share; neither can quote a double quote in a way that the other understands. */
    static String quoteForWindows(String word) {
        return word.matches("[\\p{L}\\p{N}_/:\\\\+-]+[\\p{L}\\p{N}_./:\\\\+-]*") && !word.startsWith("-D")
                ? word
                : "\"" + word.replace("\"", "\\\"") + "\"";
    }
}
