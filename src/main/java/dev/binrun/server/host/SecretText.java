package dev.binrun.server.host;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds secrets in texts that are not parsed: scenario files, logs, command lines. */
public final class SecretText {
    /** Includes misspelt keys, because an unknown key is reported together with its line. */
    private static final String SECRET_KEY =
            "(?:[A-Za-z0-9]++[_-])*(?:pass(?:phrase|code)?|pas{1,3}w[a-z]*|pas{1,2}or?d|psw[a-z]*|pswd|pwd?"
                    + "|tok[en]{1,3}s?|toekns?|secrets?|ek|encryption_?key)";

    /** Keys whose values may be secrets, public keys or file names. */
    private static final String AMBIGUOUS_KEY = "nkeys?|xkey|seed|creds|credentials|jwt|authorization";

    /** The keys of JetStream's encryption at rest. "key" is a common word, so it counts only near "cipher". */
    private static final String ENCRYPTION_KEY = "key|ek|encryption_key|prev_key|prev_ek|prev_encryption_key";

    private static final Pattern KEY = Pattern.compile("(?i)(?<![\\w$-])([\"']?)(" + SECRET_KEY + "|" + AMBIGUOUS_KEY
            + "|" + ENCRYPTION_KEY + ")\\1[ \\t]*(?::|=(?!=))[ \\t]*");

    private static final Pattern SECRET = Pattern.compile("(?i)" + SECRET_KEY);
    private static final Pattern AMBIGUOUS = Pattern.compile("(?i)" + AMBIGUOUS_KEY);
    private static final Pattern ENCRYPTION = Pattern.compile("(?i)" + ENCRYPTION_KEY);

    /** The maximum distance between a key and its value. It makes the search time linear in the length of the text. */
    private static final int FAR = 4_000;

    /** The maximum distance between an encryption key and the word "cipher". */
    private static final int NEAR = 200;

    private static final Pattern SEED_LIKE = Pattern.compile("(?=[0-9]*[A-Z])[A-Z0-9]{12,}|[A-Za-z0-9]{30,}");
    private static final Pattern PUBLIC_KEY = Pattern.compile("[UANCOXV][A-Z2-7]{55}");
    private static final Pattern LOOKED_UP = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern INNER_KEY = Pattern.compile("[\\w\"'.-]+[ \\t]*:([ \\t].*)?", Pattern.DOTALL);

    /** Group 1 is the secret. */
    private static final List<Pattern> RECOGNIZABLE = List.of(
            Pattern.compile("://(?:[^\\s/:@\"<>]{0,200}:)?([^\\s/\"<>]{1,1000})@"),
            Pattern.compile("(?<![A-Za-z0-9])S[ACNOUXPacnouxp]([A-Za-z0-9]{40,})"),
            Pattern.compile("\\beyJ([A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+)"),
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----(.+?)(?=-----END|$)", Pattern.DOTALL),
            Pattern.compile("(?i)\\bauthorization[\"']?\\s*:\\s*[\"']?(?:bearer|basic)\\s+([^\\s\"',}]+)"));

    /** Each secret key and each recognizable secret except a seed contains one of these. */
    private static final List<String> SIGNS = List.of(
            "pas",
            "psw",
            "pw",
            "tok",
            "toekn",
            "secret",
            "ek",
            "key",
            "seed",
            "creds",
            "credentials",
            "jwt",
            "eyj",
            "://",
            "authorization",
            "-----begin");

    private static final Pattern LONG_WORD = Pattern.compile("(?<![A-Za-z0-9])[Ss][A-Za-z0-9]{40}");

    private SecretText() {}

    /**
     * The place of a secret in a text.
     *
     * @param start the index of the first character
     * @param end the index after the last character
     */
    public record Span(int start, int end) {}

    /** Returns whether the value at this key is always a secret. */
    static boolean isSecretKey(String key) {
        return SECRET.matcher(key).matches();
    }

    /** Returns whether the value at this key is a secret if the map also has a cipher. */
    static boolean isEncryptionKey(String key) {
        return ENCRYPTION.matcher(key).matches();
    }

    /** Returns whether the value at this key may be a secret, a public key or a file name. */
    static boolean isAmbiguousKey(String key) {
        return AMBIGUOUS.matcher(key).matches();
    }

    /** Returns whether a value looks like a seed, perhaps a mistyped one, and not like a public key or a file name. */
    public static boolean isSeedLike(String value) {
        return SEED_LIKE.matcher(value).find()
                && !value.contains("/")
                && !value.contains("\\")
                && !PUBLIC_KEY.matcher(value).matches();
    }

    /** Returns false only if a line surely contains no secret. This test is faster than the search. */
    static boolean mayHold(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        for (String sign : SIGNS) {
            if (lower.contains(sign)) {
                return true;
            }
        }
        return LONG_WORD.matcher(line).find();
    }

    /** Returns all secrets in a text, in order: values beside their keys, and values with a form of their own. */
    public static List<Span> spans(String text) {
        List<Span> spans = new ArrayList<>(recognizable(text));
        Matcher key = KEY.matcher(text);
        while (key.find()) {
            Span value = new ValueScanner(text, key.start(), key.end()).value();
            if (value.start() < value.end() && isSecret(text, key, value)) {
                spans.add(value);
            }
        }
        return disjoint(spans);
    }

    /** Returns the secrets that have a form of their own: seeds, tokens, private keys, passwords in URLs. */
    static List<Span> recognizable(String text) {
        List<Span> spans = new ArrayList<>();
        for (Pattern pattern : RECOGNIZABLE) {
            Matcher found = pattern.matcher(text);
            while (found.find()) {
                spans.add(new Span(found.start(1), found.end(1)));
            }
        }
        return disjoint(spans);
    }

    private static boolean isSecret(String text, Matcher key, Span span) {
        String name = key.group(2);
        String value = text.substring(span.start(), span.end());
        if (LOOKED_UP.matcher(value).matches()) {
            return false;
        }
        if (isSecretKey(name)) {
            return true;
        }
        String around = text.substring(Math.max(0, key.start() - NEAR), Math.min(text.length(), span.end() + NEAR));
        return isAmbiguousKey(name) ? isSeedLike(value) : around.contains("cipher");
    }

    /** Returns the spans in order, with overlapping ones merged. */
    static List<Span> disjoint(List<Span> spans) {
        List<Span> disjoint = new ArrayList<>();
        spans.sort(Comparator.comparingInt(Span::start).thenComparingInt(Span::end));
        for (Span span : spans) {
            int last = disjoint.size() - 1;
            if (last >= 0 && span.start() <= disjoint.get(last).end()) {
                Span before = disjoint.get(last);
                disjoint.set(last, new Span(before.start(), Math.max(before.end(), span.end())));
            } else {
                disjoint.add(span);
            }
        }
        return disjoint;
    }

    /**
     * Reads the value beside a key in YAML, JSON and nats-server's configuration syntax, even if the syntax has errors.
     */
    private static final class ValueScanner {
        private final String text;
        private final int column;
        private final boolean flow;
        private final int start;

        ValueScanner(String text, int key, int value) {
            this.text = text;
            int line = key;
            while (line > 0 && key - line < FAR && text.charAt(line - 1) != '\n') {
                line--;
            }
            this.column = key - line;
            String before = text.substring(line, key);
            this.flow = count(before, '{') > count(before, '}') || count(before, '[') > count(before, ']');
            int at = value;
            while (at < text.length() && (text.charAt(at) == '&' || text.charAt(at) == '!')) {
                at = skipBlanks(wordEnd(at));
            }
            this.start = at;
        }

        Span value() {
            char first = start < text.length() ? text.charAt(start) : '\n';
            return switch (first) {
                case '"', '\'' -> new Span(start + 1, quoteEnd(first));
                case '{', '*' -> new Span(start, start);
                case '[' -> list();
                case '|', '>', '\n', '\r', '#' -> below();
                default -> plain();
            };
        }

        private int quoteEnd(char quote) {
            for (int at = start + 1; at < text.length(); at++) {
                if (text.charAt(at) == '\\' && quote == '"') {
                    at++;
                } else if (text.charAt(at) == quote) {
                    boolean doubled = quote == '\'' && at + 1 < text.length() && text.charAt(at + 1) == quote;
                    if (!doubled) {
                        return at;
                    }
                    at++;
                }
            }
            return lineEnd(start);
        }

        private Span list() {
            int end = text.indexOf(']', start);
            return new Span(start + 1, end < 0 || end - start > FAR ? lineEnd(start) : end);
        }

        private Span plain() {
            int end = lineEnd(start);
            if (flow) {
                for (int at = start; at < end; at++) {
                    if (",}]".indexOf(text.charAt(at)) >= 0) {
                        return stripped(start, at);
                    }
                }
                return stripped(start, end);
            }
            int comment = text.substring(start, end).indexOf(" #") + start;
            return comment >= start ? stripped(start, comment) : stripped(start, deeperEnd(end));
        }

        /** A map below the key is not its value. */
        private Span below() {
            int first = lineEnd(start);
            int end = deeperEnd(first);
            Span lines = stripped(first, end);
            String below = text.substring(lines.start(), lines.end());
            boolean block = start < text.length() && "|>".indexOf(text.charAt(start)) >= 0;
            return !block
                            && INNER_KEY
                                    .matcher(below.lines().findFirst().orElse(""))
                                    .matches()
                    ? new Span(start, start)
                    : lines;
        }

        private int deeperEnd(int from) {
            int end = from;
            while (end < text.length()) {
                int next = lineEnd(end + 1);
                String line = text.substring(Math.min(end + 1, next), next);
                int indent = line.length() - line.stripLeading().length();
                if (!line.isBlank() && indent <= column) {
                    return end;
                }
                end = next;
            }
            return end;
        }

        private Span stripped(int from, int to) {
            int first = from;
            int last = to;
            while (first < last && Character.isWhitespace(text.charAt(first))) {
                first++;
            }
            while (last > first && Character.isWhitespace(text.charAt(last - 1))) {
                last--;
            }
            return new Span(first, last);
        }

        private int wordEnd(int from) {
            int at = from;
            while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at;
        }

        private int skipBlanks(int from) {
            int at = from;
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            return at;
        }

        private int lineEnd(int from) {
            int end = Math.min(from, text.length());
            int last = Math.min(text.length(), end + FAR);
            while (end < last && text.charAt(end) != '\n') {
                end++;
            }
            return end;
        }

        private static long count(String text, char character) {
            return text.chars().filter(c -> c == character).count();
        }
    }
}
