package dev.binrun.report;

import dev.binrun.form.VisibleText;
import java.util.Map;
import java.util.stream.Stream;

/** A builder of XML that is well-formed for any text; characters that XML or a terminal cannot show are escaped. */
final class Xml {
    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    /** Opens an element with attributes by name. */
    Xml open(String name, Map<String, String> attributes) {
        start(
                        name,
                        attributes.entrySet().stream()
                                .flatMap(attribute -> Stream.of(attribute.getKey(), attribute.getValue()))
                                .toArray(String[]::new))
                .append(">\n");
        return this;
    }

    /** Closes an element. */
    Xml close(String name) {
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** Adds an element with text; the attributes are alternately names and values. */
    Xml element(String name, String text, String... attributes) {
        start(name, attributes);
        if (text.isEmpty()) {
            out.append("/>\n");
        } else {
            out.append('>');
            escape(text, false);
            out.append("</").append(name).append(">\n");
        }
        return this;
    }

    private StringBuilder start(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1], true);
            out.append('"');
        }
        return out;
    }

    private void escape(String text, boolean attribute) {
        VisibleText.text(text).codePoints().forEach(point -> {
            switch (point) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                case '\n' -> out.append(attribute ? "&#10;" : "\n");
                case '\t' -> out.append(attribute ? "&#9;" : "\t");
                default -> out.appendCodePoint(point);
            }
        });
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
