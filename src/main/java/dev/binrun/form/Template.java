package dev.binrun.form;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A text with {@code ${…}} in it; <code>$$&#123;</code> stands for a literal <code>$&#123;</code>. */
public final class Template {
    /** A stretch of literal text, or a reference. */
    private record TemplatePart(String literal, Reference reference) {}

    private final String written;
    private final List<TemplatePart> parts;

    private Template(String written, List<TemplatePart> parts) {
        this.written = written;
        this.parts = parts;
    }

    /**
     * Takes a text apart.
     *
     * @throws UnknownNameException if a <code>$&#123;</code> is not closed or what is in it is not a path
     */
    public static Template parse(String text) {
        List<TemplatePart> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        for (int dollar = text.indexOf("${"); dollar >= 0; dollar = text.indexOf("${", at)) {
            boolean escaped = dollar > at && text.charAt(dollar - 1) == '$';
            literal.append(text, at, escaped ? dollar - 1 : dollar);
            if (escaped) {
                literal.append("${");
                at = dollar + 2;
                continue;
            }
            int end = Reference.end(text, dollar);
            if (end < 0) {
                throw new UnknownNameException(
                        "'${' has no closing '}' in '" + text + "' (write '$${' for a literal '${')");
            }
            if (literal.length() > 0) {
                parts.add(new TemplatePart(literal.toString(), null));
                literal.setLength(0);
            }
            parts.add(new TemplatePart(null, Reference.parse(text.substring(dollar + 2, end))));
            at = end + 1;
        }
        literal.append(text, at, text.length());
        if (literal.length() > 0 || parts.isEmpty()) {
            parts.add(new TemplatePart(literal.toString(), null));
        }
        return new Template(text, List.copyOf(parts));
    }

    /** Whether there is anything to look up. */
    public boolean isOpen() {
        return parts.stream().anyMatch(part -> part.reference() != null);
    }

    /** All that is to be looked up. */
    public List<Reference> references() {
        return parts.stream()
                .map(TemplatePart::reference)
                .filter(r -> r != null)
                .toList();
    }

    /** The literal text before the first reference. */
    public String head() {
        return parts.get(0).literal() == null ? "" : parts.get(0).literal();
    }

    /**
     * The value: of a text that is only one reference what it leads to, with its type; else text.
     *
     * @throws UnknownNameException if something is not there
     */
    public JsonElement resolve(Scope scope) {
        if (parts.size() == 1) {
            TemplatePart only = parts.get(0);
            return only.reference() == null
                    ? new JsonPrimitive(only.literal())
                    : only.reference().resolve(scope);
        }
        return new JsonPrimitive(text(scope));
    }

    /**
     * The text with everything looked up.
     *
     * @throws UnknownNameException if something is not there
     */
    public String text(Scope scope) {
        if (parts.size() == 1 && parts.get(0).literal() != null) {
            return parts.get(0).literal();
        }
        return text(scope, UnaryOperator.identity());
    }

    /**
     * Returns the text with the text of each reference changed, such as escaped for a regular expression.
     *
     * @throws UnknownNameException if a name is unknown
     */
    public String text(Scope scope, UnaryOperator<String> change) {
        return parts.stream()
                .map(part -> part.reference() == null
                        ? part.literal()
                        : change.apply(textOf(part.reference().resolve(scope))))
                .collect(Collectors.joining());
    }

    /** A tree as text: a scalar's own text, else its JSON. */
    public static String textOf(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    @Override
    public String toString() {
        return written;
    }
}
