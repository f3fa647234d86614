package dev.binrun.scenario;

import dev.binrun.registry.Verbs;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Creates wrong files from valid ones, by tokens, lines, characters and bytes, always the same for a seed. */
final class Mutants {
    private static final Pattern TOKEN = Pattern.compile("\\$\\{[^}]*}|[\\w.]+|\\s+|.", Pattern.DOTALL);
    private static final List<String> PIECES = List.of(
            "${",
            "}",
            "{",
            "[",
            "]",
            ":",
            ": ",
            "- ",
            "\n",
            "\n  ",
            "\t",
            "&a ",
            "*a",
            "!",
            "!!",
            "|",
            ">",
            "'",
            "\"",
            "#",
            "---\n",
            "? ",
            "<<: ",
            "%",
            "@",
            "\u0000",
            "\u2028",
            "\uFEFF",
            "😀",
            "\uD800",
            "0x",
            "1e999",
            "..",
            "~ [",
            "-1",
            "null",
            "~",
            "true",
            "i",
            "now",
            "each: ",
            "absent: ",
            "count: { of: ",
            "values: ",
            "or: [",
            "not: ",
            "kind: ",
            "matrix",
            "${i}",
            "${kept}",
            "$${",
            "9999999999999999999999",
            "2026-01-01T00:00:00Z",
            "500ms",
            "64KB",
            "51..100",
            "\"> 5\"",
            "allow_unknown: true");

    private final Random random;
    private final List<String> texts;
    private final List<String> words;

    /** @param texts the valid files */
    Mutants(long seed, List<String> texts) {
        this.random = new Random(seed);
        this.texts = texts;
        this.words = words();
    }

    /** Returns a file with up to five mutations of any kind. */
    String text() {
        String text = random.nextInt(50) == 0 ? noise() : any(texts);
        for (int times = random.nextInt(5); times >= 0; times--) {
            text = switch (random.nextInt(4)) {
                case 0 -> characters(text);
                case 1 -> lines(text);
                default -> tokens(text);
            };
        }
        return text;
    }

    /** Returns the bytes of a file with some changes. */
    byte[] bytes() {
        byte[] bytes = any(texts).getBytes(StandardCharsets.UTF_8);
        for (int times = random.nextInt(4); times >= 0; times--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    /** Removes, doubles or swaps a token, or replaces it by a word of the language or of YAML. */
    private String tokens(String text) {
        List<String> tokens = new ArrayList<>(
                TOKEN.matcher(text).results().map(found -> found.group()).toList());
        if (tokens.isEmpty()) {
            return any(words);
        }
        int at = random.nextInt(tokens.size());
        switch (random.nextInt(5)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
            case 2 -> Collections.swap(tokens, at, random.nextInt(tokens.size()));
            case 3 -> tokens.set(at, any(PIECES));
            default -> tokens.set(at, any(words));
        }
        return String.join("", tokens);
    }

    private String lines(String text) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return any(texts);
        }
        int at = random.nextInt(lines.size());
        switch (random.nextInt(6)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
            case 3 -> lines.set(at, "  " + lines.get(at));
            case 4 -> lines.set(at, lines.get(at).replaceFirst("^ {1,2}", ""));
            default -> lines.add(at, any(any(texts).lines().toList()));
        }
        return String.join("\n", lines) + "\n";
    }

    private String characters(String original) {
        StringBuilder text = new StringBuilder(original);
        int at = random.nextInt(text.length() + 1);
        int end = Math.min(text.length(), at + random.nextInt(30));
        switch (random.nextInt(5)) {
            case 0 -> text.delete(at, end);
            case 1 -> text.insert(at, any(PIECES));
            case 2 -> text.replace(at, end, any(PIECES));
            case 3 -> text.insert(random.nextInt(text.length() + 1), text.substring(at, end));
            default -> text.insert(at, any(PIECES).repeat(random.nextInt(40)));
        }
        return text.toString();
    }

    private String noise() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String any(List<String> list) {
        return list.isEmpty() ? "" : list.get(random.nextInt(list.size()));
    }

    /** Returns all names of the language. */
    private static List<String> words() {
        Stream<Class<?>> records = Stream.concat(
                Stream.of(Document.class, Modifiers.class, ServerConfig.class),
                Verbs.all().stream().map(verb -> verb.arguments()));
        return Stream.concat(
                        records.flatMap(record -> RecordShape.of(record).names().stream()),
                        Verbs.names().stream().sorted())
                .distinct()
                .toList();
    }
}
