package dev.binrun.scenario;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Tag;

/** Says in plain words what tripped the YAML parser, and what was probably meant. */
final class YamlSyntax {
    private static final Pattern OPERATOR = Pattern.compile(".*[:\\[{,-]\\s*(?:[<>]=?|!=)\\s+\\S.*");
    private static final Pattern WILDCARD = Pattern.compile(".*[:\\[{,-]\\s*\\*[\\w.*>-]*.*");
    private static final Pattern REFERENCE_IN_FLOW = Pattern.compile(".*[\\[{].*[:,\\[]\\s*\\$\\{.*");
    private static final Pattern RESERVED = Pattern.compile(".*[:\\[{,-]\\s*[@`%].*");

    private YamlSyntax() {}

    static Problem problem(SourceText source, MarkedYAMLException e) {
        Mark mark = e.getProblemMark();
        boolean atEnd = mark == null || source.isEnd(mark.getIndex());
        if (atEnd && e.getContextMark() != null) {
            mark = e.getContextMark(); // what was opened and not closed says more than the file's end
        }
        Place place = source.place(mark == null ? 0 : mark.getIndex());
        return source.problem(place, message(source, e, place.line() - 1));
    }

    /** What is wrong with a tag other than those of YAML's core schema. */
    static String tagMessage(String tag) {
        if (tag.startsWith("!=")) {
            return "unquoted, '!' starts a YAML tag (quote it: \"!= …\")";
        }
        String shown = tag.startsWith(Tag.PREFIX) ? "!!" + tag.substring(Tag.PREFIX.length()) : tag;
        return "the tag '" + shown + "' is not allowed: scenarios hold only text, numbers, maps and lists"
                + " (quote a text that starts with '!')";
    }

    private static String message(SourceText source, MarkedYAMLException e, int line) {
        String said = String.valueOf(e.getProblem()).replaceAll("\\s+", " ").strip();
        String context = e.getContext() == null
                ? ""
                : " " + e.getContext().replaceAll("\\s+", " ").strip();
        String hint = hint(source, said, line);
        return "not YAML: " + said + (context.isEmpty() || !hint.isEmpty() ? "" : "," + context) + hint;
    }

    private static String hint(SourceText source, String said, int line) {
        for (int at = line; at >= Math.max(0, line - 1); at--) {
            String hint = lineHint(source.line(at), said);
            if (!hint.isEmpty()) {
                return hint;
            }
        }
        return "";
    }

    private static String lineHint(String text, String said) {
        if (said.contains("TAB") || said.contains("\\t") || text.matches("\\s*\\t.*")) {
            return " (YAML is indented with blanks, not tabs)";
        }
        if (REFERENCE_IN_FLOW.matcher(text).matches()) {
            return " (inside { } and [ ], quote what holds a reference: \"${…}\")";
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
        return "";
    }
}
