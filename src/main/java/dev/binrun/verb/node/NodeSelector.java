package dev.binrun.verb.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which node a verb means: by its name, by its role, or any, chosen by the scenario's seed.
 *
 * @param text as it was written
 * @param by how it is found
 * @param name the node, or the stream of whose replicas it is one
 * @param consumer the stream's consumer of whose replicas it is one
 */
public record NodeSelector(String text, By by, String name, Optional<String> consumer) {
    /** How it can be written. */
    public static final String FORM =
            "a node such as n1, leader of ORDERS, follower of ORDERS, meta leader, meta follower or any";

    private static final Pattern ROLE = Pattern.compile("(leader|follower) of (\\S+)(?: (\\S+))?");

    /** How a node is found. */
    public enum By {
        NAME,
        LEADER,
        FOLLOWER,
        META_LEADER,
        META_FOLLOWER,
        ANY
    }

    /** What a text means, if it means a node. */
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

    /** The node of that name. */
    public static NodeSelector named(String name) {
        return new NodeSelector(name, By.NAME, name, Optional.empty());
    }

    /** Whether it is one of those that follow, of which a server by itself has none. */
    public boolean follows() {
        return by == By.FOLLOWER || by == By.META_FOLLOWER;
    }

    /** Whether it is one that leads. */
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
