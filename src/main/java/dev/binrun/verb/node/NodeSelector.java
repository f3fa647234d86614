package dev.binrun.verb.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The selection of a node: by name, by role, or any node, which the scenario's seed decides.
 *
 * @param text the text in the scenario
 * @param by the kind of selection
 * @param name the name of the node, or of the stream whose leader or follower is selected; empty for the other kinds
 * @param consumer the consumer of the stream, if its leader or follower is selected
 */
public record NodeSelector(String text, By by, String name, Optional<String> consumer) {
    /** The possible texts, for error messages. */
    public static final String FORM =
            "a node such as n1, leader of ORDERS, follower of ORDERS, meta leader, meta follower or any";

    private static final Pattern ROLE = Pattern.compile("(leader|follower) of (\\S+)(?: (\\S+))?");

    /** The kind of selection. */
    public enum By {
        NAME,
        LEADER,
        FOLLOWER,
        META_LEADER,
        META_FOLLOWER,
        ANY
    }

    /** Parses a text; empty if it does not select a node. */
    public static Optional<NodeSelector> parse(String text) {
        String words = text.strip().replaceAll("\\s+", " ");
        Matcher role = ROLE.matcher(words);
        if (role.matches()) {
            By by = role.group(1).equals("leader") ? By.LEADER : By.FOLLOWER;
            return Optional.of(new NodeSelector(words, by, role.group(2), Optional.ofNullable(role.group(3))));
        }
        return switch (words) {
            case "meta leader" -> Optional.of(of(words, By.META_LEADER));
            case "meta follower" -> Optional.of(of(words, By.META_FOLLOWER));
            case "any", "random" -> Optional.of(of(words, By.ANY));
            default -> words.isEmpty() || words.contains(" ") ? Optional.empty() : Optional.of(named(words));
        };
    }

    /** Returns the selector of the node with a name. */
    public static NodeSelector named(String name) {
        return new NodeSelector(name, By.NAME, name, Optional.empty());
    }

    /** Returns whether a follower is selected, which a single server does not have. */
    public boolean follows() {
        return by == By.FOLLOWER || by == By.META_FOLLOWER;
    }

    /** Returns whether a leader is selected. */
    public boolean leads() {
        return by == By.LEADER || by == By.META_LEADER;
    }

    @Override
    public String toString() {
        return text;
    }

    private static NodeSelector of(String text, By by) {
        return new NodeSelector(text, by, "", Optional.empty());
    }
}
