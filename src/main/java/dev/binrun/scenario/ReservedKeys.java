package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Place;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.server.ReservedKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the keys that a scenario's {@code server.config} must not set. */
final class ReservedKeys {
    private ReservedKeys() {}

    /** Adds a problem at each such key. */
    static void check(Mapping head, ServerConfig server, Problems problems) {
        server.config().stream()
                .flatMap(config -> ReservedKey.of(config, server.nodeCount()).stream())
                .forEach(reserved -> problems.add(
                        place(head, reserved.key()),
                        "server.config must not set '" + reserved.name() + "': " + reserved.reason()));
    }

    private static Place place(Mapping head, List<String> key) {
        Place place = head.place();
        Optional<Tree> block = Optional.of(head);
        for (String step :
                Stream.concat(Stream.of("server", "config"), key.stream()).toList()) {
            if (block.orElse(null) instanceof Sequence list) {
                block = Optional.of(list.items().get(Integer.parseInt(step)));
                place = block.get().place();
                continue;
            }
            Optional<Entry> entry =
                    block.filter(Mapping.class::isInstance).flatMap(tree -> ((Mapping) tree).entry(step));
            place = entry.map(found -> found.key().place()).orElse(place);
            block = entry.map(Entry::value);
        }
        return place;
    }
}
