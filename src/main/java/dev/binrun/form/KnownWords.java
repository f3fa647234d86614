package dev.binrun.form;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The values that nats-server knows for a field or an argument. Any other value is a warning, and the server decides.
 *
 * @param words the values, in the order of the reference
 * @param anyCase whether the server ignores upper and lower case in them
 */
public record KnownWords(List<Word> words, boolean anyCase) {
    /** No words: the field takes any value. */
    public static final KnownWords NONE = new KnownWords(List.of(), false);

    /**
     * A value with its other names.
     *
     * @param text the word of the JetStream API
     * @param also other words for it, those of the nats CLI among them
     * @param since the first nats-server version that knows it; empty if it is as old as the field
     */
    public record Word(String text, List<String> also, String since) {
        public Word {
            also = List.copyOf(also);
        }

        /** Reads {@code "workqueue|work"}, or {@code "prioritized 2.12"} with the first version. */
        private static Word parse(String written) {
            String[] parts = written.split(" ");
            List<String> names = List.of(parts[0].split("\\|", -1));
            return new Word(names.get(0), names.subList(1, names.size()), parts.length > 1 ? parts[1] : "");
        }

        private boolean isCalled(String value) {
            return text.equals(value) || also.contains(value);
        }
    }

    public KnownWords {
        words = List.copyOf(words);
    }

    /**
     * Returns values, each written as {@code "workqueue|work"}, or as {@code "prioritized 2.12"} with its first
     * version.
     */
    public static KnownWords of(String... written) {
        return new KnownWords(Arrays.stream(written).map(Word::parse).toList(), false);
    }

    /** Returns these words for a server that ignores upper and lower case in them. */
    public KnownWords ignoringCase() {
        return new KnownWords(words, true);
    }

    /** Returns whether the field takes any value. */
    public boolean isEmpty() {
        return words.isEmpty();
    }

    /** Returns the API's words. */
    public List<String> texts() {
        return words.stream().map(Word::text).toList();
    }

    /** Returns the API's word for a value; the value itself if it is unknown. */
    public String apiWord(String value) {
        return find(value).map(Word::text).orElse(value);
    }

    /**
     * Returns the warning for a value that is not among the words; empty for a known value or a field that takes any.
     */
    public Optional<String> warning(String name, String value) {
        if (isEmpty() || find(value).isPresent()) {
            return Optional.empty();
        }
        String known =
                texts().stream().map(text -> text.isEmpty() ? "''" : text).collect(Collectors.joining(", "));
        return Optional.of(
                "warning: unknown value '" + cut(value) + "' of '" + name + "'" + Nearest.nearestHint(value, texts())
                        + "; known values: "
                        + known + "; the server decides");
    }

    private Optional<Word> find(String value) {
        return words.stream()
                .filter(word -> word.isCalled(value) || anyCase && word.text().equalsIgnoreCase(value))
                .findFirst();
    }

    private static String cut(String value) {
        return value.length() > 60 ? value.substring(0, 60) + "…" : value;
    }
}
