package dev.binrun.report;

import dev.binrun.form.VisibleText;
import java.util.List;
import java.util.function.UnaryOperator;

/** A builder of HTML and SVG in which every text and every attribute is escaped. */
final class Html {
    private final StringBuilder out = new StringBuilder();
    private final UnaryOperator<String> mask;

    /** @param mask removes the secrets of a text */
    Html(UnaryOperator<String> mask) {
        this.mask = mask;
    }

    /** Creates a builder for texts without secrets. */
    Html() {
        this(text -> text);
    }

    /** Opens an element; the attributes are alternately names and values. */
    Html open(String name, String... attributes) {
        out.append('<').append(name);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
        return this;
    }

    /** Closes elements, the innermost first. */
    Html close(String... names) {
        for (String name : names) {
            out.append("</").append(name).append('>');
        }
        return this;
    }

    /** Adds a text. */
    Html text(String text) {
        escape(text);
        return this;
    }

    /** Adds an element with a text; the attributes are alternately names and values. */
    Html element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close(name);
    }

    /** Adds a block of lines as they are; nothing if there are none. */
    Html block(List<String> lines, String... attributes) {
        return lines.isEmpty() ? this : element("pre", String.join("\n", lines), attributes);
    }

    /** Begins a part that the reader can fold; {@code close("details")} ends it. */
    Html fold(String title, boolean open) {
        return (open ? open("details", "open", "") : open("details")).element("summary", title);
    }

    /** Adds finished HTML. */
    Html add(CharSequence html) {
        out.append(html);
        return this;
    }

    /** Returns the number of characters so far. */
    int length() {
        return out.length();
    }

    private void escape(String text) {
        String shown = VisibleText.text(mask.apply(text));
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
