package dev.binrun.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of a nats-server configuration file. Its syntax is described in conf/lex.go and conf/parse.go of
 * nats-server: JSON in which quotes, commas and colons may be omitted, with comments, variables and includes.
 */
public final class ConfigText {
    private static final char END = '\0';
    private static final String BLANKS = " \t";
    private static final String NEW_LINES = "\r\n";
    private static final Pattern SIZE = Pattern.compile("(-?\\d+)([kmgtpe])(b|i|ib)?");
    private static final Pattern BCRYPT = Pattern.compile("\\$2[abxy]\\$.*");
    private static final List<String> TRUE = List.of("true", "yes", "on");
    private static final List<String> FALSE = List.of("false", "no", "off");

    private final String text;
    private final Map<String, String> environment;
    private final UnaryOperator<String> includes;
    private final Deque<JsonObject> blocks;
    private int position;

    private ConfigText(
            String text, Map<String, String> environment, UnaryOperator<String> includes, Deque<JsonObject> blocks) {
        this.text = text;
        this.environment = environment;
        this.includes = includes;
        this.blocks = blocks;
    }

    /**
     * Returns the configuration as a tree.
     *
     * @param environment the values of variables that the text does not define
     * @param includes returns the text of an included file by its name
     * @throws IllegalArgumentException if the text is wrong; the message begins with the line
     */
    public static JsonObject parse(String text, Map<String, String> environment, UnaryOperator<String> includes) {
        ConfigText reader = new ConfigText(text, environment, includes, new ArrayDeque<>());
        reader.skip(BLANKS + NEW_LINES);
        return reader.peek() == '{' ? reader.onlyBlock() : reader.block(END);
    }

    private JsonObject onlyBlock() {
        position++;
        JsonObject block = block('}');
        skipSeparators();
        require(peek() == END, "the end of the text after the last }");
        return block;
    }

    /** Reads the entries of a block and its end. */
    private JsonObject block(char end) {
        JsonObject block = new JsonObject();
        blocks.push(block);
        for (skipSeparators(); peek() != end; skipSeparators()) {
            require(peek() != END && peek() != '}' && peek() != ']', end == END ? "a key" : "a key or }");
            entry(block);
            requireEndOfValue(end);
        }
        position += end == END ? 0 : 1;
        blocks.pop();
        return block;
    }

    private void entry(JsonObject block) {
        boolean quoted = peek() == '"' || peek() == '\'';
        String key = quoted ? quoted() : word(c -> !isSpace(c) && c != ':' && c != '=' && c != END);
        require(!key.isEmpty(), "a key");
        if (!quoted && key.equalsIgnoreCase("include") && BLANKS.indexOf(peek()) >= 0) {
            skip(BLANKS);
            include(block, quotedOrBare());
            return;
        }
        skip(BLANKS + NEW_LINES);
        if (peek() == ':' || peek() == '=') {
            position++;
            skip(BLANKS + NEW_LINES);
        }
        block.add(key, value());
    }

    private void include(JsonObject block, String name) {
        ConfigText included = new ConfigText(includes.apply(name), environment, includes, blocks);
        try {
            included.block(END).entrySet().forEach(entry -> block.add(entry.getKey(), entry.getValue()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("include " + name + ": " + e.getMessage(), e);
        }
    }

    private JsonElement value() {
        switch (peek()) {
            case '{' -> {
                position++;
                return block('}');
            }
            case '[' -> {
                position++;
                return list();
            }
            case '"', '\'' -> {
                return new JsonPrimitive(quoted());
            }
            case '(' -> {
                return new JsonPrimitive(textBlock());
            }
            default -> {
                String bare = bare();
                require(!bare.isEmpty(), "a value");
                return bareValue(bare);
            }
        }
    }

    private JsonArray list() {
        JsonArray list = new JsonArray();
        for (skipSeparators(); peek() != ']'; skipSeparators()) {
            require(peek() != END && peek() != '}', "a value or ]");
            list.add(value());
            requireEndOfValue(']');
        }
        position++;
        return list;
    }

    private JsonElement bareValue(String bare) {
        String lower = bare.toLowerCase(Locale.ROOT);
        if (TRUE.contains(lower) || FALSE.contains(lower)) {
            return new JsonPrimitive(TRUE.contains(lower));
        }
        if (bare.matches("-?\\d{1,18}")) {
            return new JsonPrimitive(Long.valueOf(bare));
        }
        if (bare.matches("-?\\d+\\.\\d+")) {
            return new JsonPrimitive(Double.valueOf(bare));
        }
        Matcher size = SIZE.matcher(lower);
        if (size.matches()) {
            long unit = (long) Math.pow(size.group(3) == null ? 1000 : 1024, "kmgtpe".indexOf(size.group(2)) + 1);
            return new JsonPrimitive(Long.parseLong(size.group(1)) * unit);
        }
        return bare.startsWith("$") && !BCRYPT.matcher(bare).matches()
                ? variable(bare.substring(1))
                : new JsonPrimitive(bare);
    }

    /** Looks in the enclosing blocks, the innermost first, and then in the environment. */
    private JsonElement variable(String name) {
        for (JsonObject block : blocks) {
            if (block.has(name)) {
                return block.get(name).deepCopy();
            }
        }
        String value = environment.get(name);
        if (value == null) {
            throw wrong("the variable $" + name
                    + " has no value; define it above, set it in the environment, or quote the text");
        }
        return new ConfigText(value, environment, includes, blocks).value();
    }

    private String quotedOrBare() {
        return peek() == '"' || peek() == '\'' ? quoted() : bare();
    }

    /** Reads a text in single quotes as it is, and escapes in double quotes. */
    private String quoted() {
        char quote = text.charAt(position++);
        StringBuilder result = new StringBuilder();
        while (peek() != quote) {
            require(peek() != END, "the closing " + quote);
            result.append(quote == '"' && peek() == '\\' ? escape() : text.charAt(position++));
        }
        position++;
        return result.toString();
    }

    private char escape() {
        position += 2;
        char escaped = position > text.length() ? END : text.charAt(position - 1);
        return switch (escaped) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case '"', '\\', '/' -> escaped;
            case 'x' -> code(2);
            case 'u' -> code(4);
            default -> throw wrong("\\" + escaped + " is not an escape; write \\t, \\n, \\r, \\\", \\\\ or \\xFF");
        };
    }

    private char code(int digits) {
        String hex = text.substring(position, Math.min(text.length(), position + digits));
        require(hex.matches("[0-9a-fA-F]{" + digits + "}"), digits + " hexadecimal digits");
        position += digits;
        return (char) Integer.parseInt(hex, 16);
    }

    /** Reads a text up to a line that is only a closing parenthesis. */
    private String textBlock() {
        Matcher end = Pattern.compile("\\n\\)(?=\\r?\\n|$)").matcher(text);
        if (!end.find(position)) {
            throw wrong("expected a line that is only ), the end of the text block");
        }
        String block = text.substring(position + 1, end.start() + 1);
        position = end.end();
        return block;
    }

    private String bare() {
        return word(c -> !isSpace(c) && ",;]}".indexOf(c) < 0 && c != END);
    }

    private String word(Predicate<Character> part) {
        int start = position;
        while (part.test(peek())) {
            position++;
        }
        return text.substring(start, position);
    }

    private void requireEndOfValue(char end) {
        skip(BLANKS);
        char next = peek();
        require(
                next == END || next == end || (",;" + NEW_LINES).indexOf(next) >= 0 || isComment(),
                "a new line or a comma after the value");
    }

    /** Skips blanks, new lines, separators of entries, and comments. */
    private void skipSeparators() {
        skip(BLANKS + NEW_LINES + ",;");
        while (isComment()) {
            word(c -> NEW_LINES.indexOf(c) < 0 && c != END);
            skip(BLANKS + NEW_LINES + ",;");
        }
    }

    private boolean isComment() {
        return peek() == '#' || text.startsWith("//", position);
    }

    private void skip(String characters) {
        word(c -> characters.indexOf(c) >= 0);
    }

    private char peek() {
        return position < text.length() ? text.charAt(position) : END;
    }

    private static boolean isSpace(char c) {
        return (BLANKS + NEW_LINES).indexOf(c) >= 0;
    }

    private void require(boolean holds, String expected) {
        if (!holds) {
            String found = peek() == END ? "the end of the text" : "\"" + bareOrCharacter() + "\"";
            throw wrong("expected " + expected + ", found " + found);
        }
    }

    private String bareOrCharacter() {
        int start = position;
        String bare = bare();
        position = start;
        return bare.isEmpty() ? String.valueOf(peek()) : bare;
    }

    private IllegalArgumentException wrong(String problem) {
        long line = text.substring(0, Math.min(position, text.length()))
                        .chars()
                        .filter(c -> c == '\n')
                        .count()
                + 1;
        return new IllegalArgumentException("line " + line + ": " + problem);
    }
}
