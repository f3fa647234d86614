package dev.binrun.form;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A text with references {@code ${…}}; <code>$$&#123;</code> stands for a literal <code>$&#123;</code>. */
public final class Template {
    /** Literal text, or a reference. */
    private record TemplatePart(String literal, Reference reference) {}

    private final String written;
    private final List<TemplatePart> parts;

    private Template(String written, List<TemplatePart> parts) {
        this.written = written;
        this.parts = parts;
    }

    /**
     * Splits a text into literal text and references.
     *
     * @throws UnknownNameException if a <code>$&#123;</code> is not closed or does not contain a path
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

    /** Returns whether the text contains a reference. */
    public boolean isOpen() {
        return parts.stream().anyMatch(part -> part.reference() != null);
    }

    /** Returns all references, in order. */
    public List<Reference> references() {
        return parts.stream()
                .map(TemplatePart::reference)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Returns the literal text before the first reference. */
    public String head() {
        return parts.get(0).literal() == null ? "" : parts.get(0).literal();
    }

    /**
     * Returns the value of the text. If it is a single reference, the value keeps its JSON type; otherwise it is a
     * text.
     *
     * @throws UnknownNameException if a reference leads nowhere
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
     * Returns the text with all references replaced by their values.
     *
     * @throws UnknownNameException if a reference leads nowhere
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

    /** Returns a tree as text: the text of a scalar, otherwise its JSON. */
    public static String textOf(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : value.toString();
    }

    @Override
    public String toString() {
        return written;
    }
}
