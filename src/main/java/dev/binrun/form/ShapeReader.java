package dev.binrun.form;

import dev.binrun.form.Shape.ShapeKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Parses the notation of a {@link Shape}. */
final class ShapeReader {
    private static final Pattern TOKEN = Pattern.compile("[{}\\[\\]:,|]|[^\\s{}\\[\\]:,|]+");
    private static final Map<String, ShapeKind> WORDS = Map.of(
            "text", ShapeKind.TEXT,
            "time", ShapeKind.TEXT,
            "number", ShapeKind.NUMBER,
            "duration", ShapeKind.NUMBER,
            "boolean", ShapeKind.BOOLEAN);

    private final String text;
    private final List<String> tokens;
    private final Map<String, Shape> named;
    private int next;

    ShapeReader(String text, Map<String, Shape> named) {
        this.text = text;
        this.named = named;
        this.tokens = TOKEN.matcher(text).results().map(MatchResult::group).toList();
    }

    Shape read() {
        Shape shape = either();
        if (next < tokens.size()) {
            throw wrong("unexpected '" + tokens.get(next) + "'");
        }
        return shape;
    }

    private Shape either() {
        Shape shape = one();
        while (at("|")) {
            next++;
            shape = shape.or(one());
        }
        return shape;
    }

    private Shape one() {
        String token = take();
        if (token.equals("{")) {
            return map();
        }
        if (token.equals("[")) {
            Shape list = either().list();
            take("]");
            return list;
        }
        if (WORDS.containsKey(token)) {
            return new Shape("", EnumSet.of(WORDS.get(token)), Map.of(), Optional.empty(), Optional.empty());
        }
        if (!token.equals("any") && !named.containsKey(token)) {
            throw wrong("there is no shape '" + token + "'" + Nearest.hint(token, named.keySet()));
        }
        return token.equals("any") ? Shape.ANY : named.get(token);
    }

    private Shape map() {
        Map<String, Shape> keys = new LinkedHashMap<>();
        while (!at("}")) {
            entry(keys);
            if (!at("}")) {
                take(",");
            }
        }
        take("}");
        Optional<Shape> others = Optional.ofNullable(keys.remove("*"));
        return new Shape("", EnumSet.of(ShapeKind.MAP), keys, others, Optional.empty());
    }

    private void entry(Map<String, Shape> keys) {
        List<String> names = new ArrayList<>();
        while (!at(":")) {
            names.add(take());
        }
        take(":");
        Shape shape = either();
        names.forEach(name -> keys.put(name, shape));
    }

    private boolean at(String token) {
        return next < tokens.size() && tokens.get(next).equals(token);
    }

    private void take(String token) {
        if (!take().equals(token)) {
            throw wrong("'" + token + "' is missing");
        }
    }

    private String take() {
        if (next == tokens.size()) {
            throw wrong("unexpected end");
        }
        return tokens.get(next++);
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("not a shape: " + why + ": " + text);
    }
}
