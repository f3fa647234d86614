package dev.binrun.scenario.yaml;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Tag;

/** Explains the errors of the YAML parser, with a hint at the probable mistake. */
final class YamlSyntax {
    private static final Pattern OPERATOR = Pattern.compile(".*[:\\[{,-]\\s*(?:[<>]=?|!=)\\s+\\S.*");
    private static final Pattern WILDCARD = Pattern.compile(".*[:\\[{,-]\\s*\\*[\\w.*>-]*.*");
    private static final Pattern REFERENCE_IN_FLOW = Pattern.compile(".*[\\[{].*[:,\\[]\\s*[^\\s\"',:]*\\$\\{.*");
    private static final Pattern RESERVED = Pattern.compile(".*[:\\[{,-]\\s*[@`%].*");

    /**
     * The number of characters around an error that are searched for its cause, because patterns are slow on long
     * lines.
     */
    private static final int SEEN = 120;

    private YamlSyntax() {}

    /** Returns the problem for an error of the parser. */
    static Problem problem(SourceText source, MarkedYAMLException e) {
        Mark mark = e.getProblemMark();
        boolean atEnd = mark == null || source.isEnd(mark.getIndex());
        if (atEnd && e.getContextMark() != null) {
            mark = e.getContextMark(); // the start of an unclosed value is more helpful than the end of the file
        }
        Place place = source.place(mark == null ? 0 : mark.getIndex());
        return source.problem(place, message(source, e, place));
    }

    /** Returns the message about a tag that YAML's core schema does not have. */
    static String tagMessage(String tag) {
        if (tag.startsWith("!=")) {
            return "unquoted, '!' starts a YAML tag (quote it: \"!= …\")";
        }
        String shown = tag.startsWith(Tag.PREFIX) ? "!!" + tag.substring(Tag.PREFIX.length()) : tag;
        return "the tag '" + shown + "' is not allowed: scenarios contain only texts, numbers, maps and lists"
                + " (quote a text that starts with '!')";
    }

    private static String message(SourceText source, MarkedYAMLException e, Place place) {
        String cause = String.valueOf(e.getProblem())
                .replaceAll("\\s+", " ")
                .replaceAll("\\.? \\(Do not use .* for indentation\\)|\\(\\d+\\)$", "")
                .strip()
                .replace("but found '?'", "but found a key");
        if (cause.equals("found unexpected end of stream")) {
            return "not YAML: the quote that is opened here is never closed";
        }
        if (e instanceof LimitedParser.TooManyValuesException) {
            return cause;
        }
        String context = e.getContext() == null
                ? ""
                : " " + e.getContext().replaceAll("\\s+", " ").strip();
        String hint = hint(source, cause, place);
        return "not YAML: " + cause + (context.isEmpty() || !hint.isEmpty() ? "" : "," + context) + hint;
    }

    /** Searches the line of the place, then the line before it. */
    private static String hint(SourceText source, String cause, Place place) {
        String line = source.line(place.line() - 1);
        int from = Math.max(0, Math.min(line.length(), place.column()) - SEEN);
        String hint = lineHint(seen(line.substring(from)), cause);
        return hint.isEmpty() ? lineHint(seen(source.line(place.line() - 2)), cause) : hint;
    }

    private static String seen(String text) {
        return text.length() > 2 * SEEN ? text.substring(0, 2 * SEEN) : text;
    }

    private static String lineHint(String text, String cause) {
        if (cause.startsWith("found unknown escape character")) {
            return " (in double quotes, '\\' starts an escape: write a text that contains one in single quotes,"
                    + " such as '~ \\.')";
        }
        if (cause.contains("TAB") || text.matches("\\s*\\t.*")) {
            return " (YAML is indented with spaces, not tabs)";
        }
        if (REFERENCE_IN_FLOW.matcher(text).matches()) {
            return " (inside { } and [ ], quote a text with a reference: \"${…}\")";
        }
        if (OPERATOR.matcher(text).matches()) {
            return " (quote an operator: \"> 5\", \"!= x\")";
        }
        if (WILDCARD.matcher(text).matches()) {
            return " (unquoted, '*' is a YAML alias; quote a wildcard: \"*.a\")";
        }
        if (RESERVED.matcher(text).matches()) {
            return " (quote a text that starts with @, % or `)";
        }
        if (cause.startsWith("mapping values are not allowed")) {
            return " (quote a text that contains ': '; write a key in the column of the keys beside it;"
                    + " write ':' after a verb without arguments if a key follows it)";
        }
        if (cause.startsWith("expected <block end>")) {
            return " (check the indentation of the line)";
        }
        return "";
    }
}
