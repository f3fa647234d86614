package dev.binrun.report;

/** XML being written: well-formed whatever the text holds. */
final class Xml {
    private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    /** Opens an element; the attributes are names and values in turn. */
    Xml open(String name, String... attributes) {
        start(name, attributes).append(">\n");
        return this;
    }

    Xml close(String name) {
        out.append("</").append(name).append(">\n");
        return this;
    }

    /** A whole element that holds text. */
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
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r' -> out.append("&#13;");
                case '\n' -> out.append(attribute ? "&#10;" : "\n");
                case '\t' -> out.append(attribute ? "&#9;" : "\t");
                default -> out.appendCodePoint(allowed(point) ? point : '\uFFFD');
            }
        });
    }

    /** Whether XML 1.0 can hold the character at all, escaped or not. */
    private static boolean allowed(int point) {
        return point >= 0x20 && point <= 0xD7FF || point >= 0xE000 && point <= 0xFFFD || point >= 0x10000;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
