package dev.binrun.scenario.yaml;

import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads YAML 1.2, and thus JSON, into trees. Never creates objects from tags. */
public final class YamlReader {
    /** More than any scenario needs, and less than aliases can expand to. */
    private static final int MOST_NODES = 200_000;

    private static final int DEEPEST = 100;
    private static final Set<String> CORE_TAGS = Set.of("str", "int", "float", "bool", "null", "map", "seq");

    /** SnakeYAML treats these as line breaks; in YAML 1.2 and JSON they are ordinary characters. */
    private static final String LINE_BREAKS_OF_YAML_1_1 = "\u0085\u2028\u2029";

    private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\[\\\\/]");

    /** A noncharacter, which no text contains (Unicode 23.7). */
    private static final String SLASH_MARK = "\uFDD0";

    /** Keeps every unquoted scalar a text, because its use decides on its type. */
    private static final class NoResolution extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            // YAML 1.1's resolvers would take 'no' for a boolean and '2.10' for a number
        }
    }

    private final SourceText source;
    private final Problems problems;
    private final Set<Node> path = Collections.newSetFromMap(new IdentityHashMap<>());
    private int nodes;

    private YamlReader(SourceText source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** One document, with its tree if it is readable, and its problems. */
    public record YamlDocument(Optional<Tree> tree, Problems problems) {}

    /** Reads all documents up to the first syntax error, which becomes the problem of a last document. */
    public static List<YamlDocument> read(SourceText source) {
        List<YamlDocument> documents = new ArrayList<>();
        Optional<Integer> unprintable = unprintable(source.text());
        try {
            Iterator<Node> nodes = compose(readable(source, unprintable));
            while (nodes.hasNext()) {
                Node node = nodes.next();
                if (!isEmpty(node)) {
                    documents.add(document(source, node));
                }
            }
            unprintable.ifPresent(at -> documents.add(invalid(source, unprintable(source, at))));
        } catch (MarkedYAMLException e) {
            documents.add(invalid(source, YamlSyntax.problem(source, e)));
        } catch (YAMLException e) {
            documents.add(invalid(source, source.problem(source.place(0), "not YAML: " + e.getMessage())));
        }
        return documents;
    }

    private static YamlDocument document(SourceText source, Node node) {
        Problems problems = new Problems(source);
        try {
            return new YamlDocument(Optional.of(new YamlReader(source, problems).tree(node)), problems);
        } catch (InvalidDocumentException e) {
            return invalid(source, e.problems().get(0));
        }
    }

    private static Iterator<Node> compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setNestingDepthLimit(Integer.MAX_VALUE);
        options.setCodePointLimit(Integer.MAX_VALUE);
        options.setProcessComments(false);
        options.setTagInspector(
                tag -> true); // no object is created from a tag; other tags are reported with their places
        Parser parser = new LimitedParser(
                new ParserImpl(new StreamReader(new StringReader(text)), options), DEEPEST, MOST_NODES);
        Composer composer = new Composer(parser, new NoResolution(), options);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return composer.checkNode();
            }

            @Override
            public Node next() {
                return composer.getNode();
            }
        };
    }

    /** The text up to the document with the first character that YAML does not allow. */
    private static String readable(SourceText source, Optional<Integer> unprintable) {
        String text = source.path().endsWith(".json") ? asYaml(source.text()) : source.text();
        return unprintable
                .map(at -> text.substring(0, Math.max(0, text.lastIndexOf("\n---", at))))
                .orElse(text);
    }

    /**
     * Rewrites JSON as YAML 1.1 without moving any place. Tabs, which JSON allows only between tokens, become spaces.
     * An escaped slash becomes a slash with a mark, which is removed after parsing.
     */
    private static String asYaml(String json) {
        return JSON_ESCAPE
                .matcher(json.replace('\t', ' '))
                .replaceAll(escape -> escape.group().equals("\\/") ? SLASH_MARK + "/" : "\\\\\\\\");
    }

    private static Optional<Integer> unprintable(String text) {
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if ((character < ' ' || character > '~') && character != '\n' && !isAllowed(text, at)) {
                return Optional.of(at);
            }
            at += Character.isHighSurrogate(character) ? 1 : 0;
        }
        return Optional.empty();
    }

    private static boolean isAllowed(String text, int at) {
        return StreamReader.isPrintable(text.codePointAt(at)) && LINE_BREAKS_OF_YAML_1_1.indexOf(text.charAt(at)) < 0;
    }

    private static boolean isEmpty(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().isEmpty();
    }

    private static YamlDocument invalid(SourceText source, Problem problem) {
        Problems problems = new Problems(source);
        problems.add(problem.place(), problem.message());
        return new YamlDocument(Optional.empty(), problems);
    }

    private static Problem unprintable(SourceText source, int at) {
        int character = source.text().codePointAt(at);
        return source.problem(
                source.place(source.text().codePointCount(0, at)),
                "YAML does not allow the character U+%04X (in double quotes, write \"\\u%04X\")"
                        .formatted(character, character));
    }

    private Tree tree(Node node) {
        Place place = place(node.getStartMark());
        if (++nodes > MOST_NODES) {
            throw new InvalidDocumentException(source.problem(place, LimitedParser.tooMany(MOST_NODES)));
        }
        if (!path.add(node)) {
            throw new InvalidDocumentException(source.problem(place, "this value contains itself through an alias"));
        }
        if (path.size() > DEEPEST) {
            throw new InvalidDocumentException(
                    source.problem(place, LimitedParser.tooDeep(DEEPEST) + ", with aliases expanded"));
        }
        checkTag(node, place);
        Tree tree = node instanceof MappingNode map
                ? mapping(map, place)
                : node instanceof SequenceNode list ? sequence(list, place) : scalar((ScalarNode) node, place);
        path.remove(node);
        return tree;
    }

    private Mapping mapping(MappingNode node, Place place) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Place> seen = new HashMap<>();
        for (NodeTuple tuple : node.getValue()) {
            Place keyPlace = place(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(
                        keyPlace,
                        "a key must be a text, this is "
                                + tree(tuple.getKeyNode()).kind() + " (quote it if it is meant as text)");
                continue;
            }
            if (text(key).equals("<<") && key.getScalarStyle() == ScalarStyle.PLAIN) {
                problems.add(
                        keyPlace, "YAML 1.2 has no merge keys: write the keys out, or give the whole map an alias");
                continue;
            }
            Place first = seen.putIfAbsent(text(key), keyPlace);
            if (first != null) {
                problems.add(
                        keyPlace, "the key '" + text(key) + "' is a duplicate (first in line " + first.line() + ")");
                continue;
            }
            entries.add(new Entry(scalar(key, keyPlace), tree(tuple.getValueNode())));
        }
        return new Mapping(place, entries);
    }

    private Sequence sequence(SequenceNode node, Place place) {
        return new Sequence(place, node.getValue().stream().map(this::tree).toList());
    }

    private Scalar scalar(ScalarNode node, Place place) {
        boolean block = node.getScalarStyle() == ScalarStyle.FOLDED || node.getScalarStyle() == ScalarStyle.LITERAL;
        if (block && text(node).isEmpty()) {
            problems.add(
                    place,
                    "unquoted, '>' and '|' start a text of several lines, and no text follows (quote it: \">5\")");
        }
        boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN && isCore(node.getTag());
        return new Scalar(place, text(node), plain, false);
    }

    private static String text(ScalarNode node) {
        return node.getValue().replace(SLASH_MARK, "");
    }

    private void checkTag(Node node, Place place) {
        if (!isCore(node.getTag())) {
            problems.add(place, YamlSyntax.tagMessage(node.getTag().getValue()));
        }
    }

    private static boolean isCore(Tag tag) {
        String name = tag.getValue();
        return name.equals("!")
                || name.startsWith(Tag.PREFIX) && CORE_TAGS.contains(name.substring(Tag.PREFIX.length()));
    }

    private Place place(Mark mark) {
        return source.place(mark.getIndex());
    }
}
