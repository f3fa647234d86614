package dev.binrun.scenario;

import dev.binrun.form.Nearest;
import dev.binrun.form.Quantity;
import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.scenario.yaml.Tree.Sequence;
import dev.binrun.verb.VerbTrait;
import dev.binrun.verb.node.NetworkEndpoint;
import dev.binrun.verb.node.NodeSelector;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Checks the nodes, clients and replicas that steps name against the scenario's cluster. */
record ClusterCheck(List<String> nodes, Map<String, ClientConfig> entries, Set<String> clients, Problems problems) {
    private static final Set<String> REPLICAS = Set.of("num_replicas", "replicas");

    private static final Set<String> ROLES = Set.of("leader", "follower");
    private static final Set<String> META = Set.of("meta leader", "meta follower");

    /** Checks all steps of a scenario and adds their problems. */
    static void check(ServerConfig server, Map<String, ClientConfig> clients, List<Step> steps, Problems problems) {
        Set<String> all = new TreeSet<>(clients.keySet());
        all.addAll(clientsOf(steps));
        ClusterCheck check = new ClusterCheck(server.nodeNames(), clients, all, problems);
        steps.forEach(check::step);
    }

    /** Returns the names of the clients that steps use, inner steps included. */
    static Set<String> clientsOf(List<Step> steps) {
        Set<String> names = new TreeSet<>();
        steps.stream().flatMap(Step::withInner).map(Step::client).forEach(names::add);
        return names;
    }

    private void step(Step step) {
        step.withInner().forEach(inner -> {
            if (nodes.contains(inner.client())) {
                problems.add(inner.place(), hasNodesName(inner.client()));
            }
            inner.arguments().forEach(arguments -> arguments(inner, arguments));
            metaGroup(inner);
        });
    }

    private void metaGroup(Step step) {
        if (step.verb().is(VerbTrait.NEEDS_META_GROUP) && nodes.size() == 1 && !step.expectsError()) {
            problems.add(
                    step.place(),
                    "'" + step.verb().name()
                            + "' needs a cluster, because a single server has no meta group (set server: {nodes: 3})");
        }
    }

    /** Returns the problem of a client with the name of a node: a fault could mean either. */
    static String hasNodesName(String client) {
        return "a client cannot have the name of the node " + client + "; choose another name";
    }

    private void arguments(Step step, Mapping arguments) {
        for (RecordShape.Component component : flat(RecordShape.of(step.verb().arguments()))) {
            Optional<Tree> value = component.names().stream()
                    .flatMap(name -> arguments.get(name).stream())
                    .findFirst();
            if (component.type() == NodeSelector.class) {
                value.ifPresentOrElse(this::node, () -> missing(step, component.name(), arguments));
                value.ifPresent(node -> restored(step, node));
            } else if (component.type() instanceof ParameterizedType list
                    && list.getActualTypeArguments()[0] == NetworkEndpoint.class) {
                value.ifPresent(this::ends);
            }
        }
        if (!step.expectsError()) {
            arguments.entries().forEach(this::replicas);
        }
        sides(step, arguments);
    }

    private static List<RecordShape.Component> flat(RecordShape shape) {
        List<RecordShape.Component> all = new ArrayList<>();
        for (RecordShape.Component component : shape.components()) {
            component.inner().ifPresentOrElse(inner -> all.addAll(flat(inner)), () -> all.add(component));
        }
        return all;
    }

    private void missing(Step step, String argument, Mapping arguments) {
        if (nodes.size() > 1 && argument.equals("node") && !step.verb().reads()) {
            problems.add(
                    arguments.place(),
                    "'" + step.verb().name() + "' needs '" + argument + "' because the cluster has "
                            + String.join(", ", nodes)
                            + " (name one of these, leader of a stream, follower of a stream, or any)");
        }
    }

    private void node(Tree tree) {
        which(tree).ifPresent(which -> {
            if (which.by() == NodeSelector.By.NAME && !nodes.contains(which.name())) {
                problems.add(tree.place(), "there is no node '" + which.name() + "'" + hint(which.name(), nodes));
            }
            follower(tree, which);
        });
    }

    /** A leader always runs, so the current leader is never the node that was killed or paused. */
    private void restored(Step step, Tree tree) {
        which(tree)
                .filter(which -> which.leads() && nodes.size() > 1)
                .ifPresent(which -> step.verb()
                        .undoes()
                        .ifPresent(undone -> problems.add(
                                tree.place(),
                                "'" + step.verb().name() + "': " + which
                                        + " is always a node that runs; write 'as: gone' beside the " + undone
                                        + ", and ${gone.node} here")));
    }

    private void follower(Tree tree, NodeSelector which) {
        if (which.follows() && nodes.size() == 1) {
            problems.add(
                    tree.place(),
                    "'" + which + "' matches no node: the only node is " + nodes.get(0)
                            + " (for a cluster, set server: {nodes: 3})");
        }
    }

    private void ends(Tree tree) {
        for (Tree item : items(tree)) {
            which(item).ifPresent(which -> {
                boolean known = which.by() != NodeSelector.By.NAME
                        || NetworkEndpoint.GROUPS.contains(which.name())
                        || nodes.contains(which.name())
                        || clients.contains(which.name());
                if (!known) {
                    problems.add(
                            item.place(),
                            "there is no node and no client '" + which.name() + "'" + hint(which.name(), all()));
                }
                ambiguous(item, which);
                follower(item, which);
            });
        }
    }

    private void ambiguous(Tree item, NodeSelector which) {
        boolean roleOrGroup = which.by() != NodeSelector.By.NAME || NetworkEndpoint.GROUPS.contains(which.name());
        if (roleOrGroup && clients.contains(which.text())) {
            problems.add(
                    item.place(),
                    "'" + which + "' is a role or a group, and also the name of a client; rename the client");
        }
    }

    private List<String> all() {
        List<String> known = new ArrayList<>(nodes);
        known.addAll(clients);
        return known;
    }

    private static String hint(String written, List<String> known) {
        return ROLES.contains(written)
                ? " (of which stream? " + written + " of ORDERS; or meta " + written + ")"
                : Nearest.of(written, META).map(Nearest::hint).orElse(Nearest.hint(written, known));
    }

    /** Checks the two sides of a network fault, as far as they are names. */
    private void sides(Step step, Mapping arguments) {
        if (!step.verb().is(VerbTrait.CUTS_NETWORK) || arguments.get("from").isEmpty()) {
            return;
        }
        List<String> from = names(arguments.get("from").get());
        Optional<Tree> to = arguments.get("to");
        if (to.isEmpty()) {
            if (nodes.size() == 1 && from.stream().allMatch(nodes::contains) && !from.isEmpty()) {
                problems.add(
                        arguments.place(),
                        "'" + step.verb().name() + "': " + nodes.get(0)
                                + " is the only node, so it has no link to another"
                                + " node (add 'to: clients' for its links to clients)");
            }
            return;
        }
        for (Tree item : items(to.get())) {
            for (String other : names(item)) {
                from.forEach(name -> pair(step, item, name, other));
            }
        }
        apart(step, arguments.get("from").get(), to.get());
        apart(step, to.get(), arguments.get("from").get());
    }

    private void pair(Step step, Tree item, String one, String other) {
        if (one.equals(other)) {
            problems.add(
                    item.place(),
                    "'" + step.verb().name() + "': " + one + " is on both sides, and has no connection to itself");
        } else if (isClient(one) && isClient(other)) {
            problems.add(
                    item.place(),
                    "'" + step.verb().name() + "': " + one + " and " + other
                            + " are both clients, and have no connection to each other");
        }
    }

    /** A client with a node connects only to that node, so it has no link to the others. */
    private void apart(Step step, Tree side, Tree other) {
        List<String> others = names(other);
        if (others.size() < items(other).size() || !nodes.containsAll(others)) {
            return;
        }
        for (Tree item : items(side)) {
            for (String client : names(item)) {
                Optional.ofNullable(entries.get(client))
                        .flatMap(ClientConfig::node)
                        .filter(node -> !others.contains(node))
                        .ifPresent(node -> problems.add(
                                item.place(),
                                "'" + step.verb().name() + "': " + client + " has no connection to "
                                        + String.join(", ", others) + ", because it connects to " + node + " only"));
            }
        }
    }

    private boolean isClient(String name) {
        return clients.contains(name) || name.equals(NetworkEndpoint.CLIENTS);
    }

    private void replicas(Entry entry) {
        if (!REPLICAS.contains(entry.key().text()) || !(entry.value() instanceof Scalar scalar)) {
            return;
        }
        Quantity.number(scalar.text())
                .filter(number -> number.intValue() > nodes.size())
                .ifPresent(number -> problems.add(
                        scalar.place(),
                        number + " replicas need " + number + " nodes, and the scenario has " + nodes.size()
                                + " (raise server.nodes, or expect the server's error beside the step)"));
    }

    private static List<String> names(Tree tree) {
        return items(tree).stream()
                .flatMap(item -> which(item).stream())
                .filter(which -> which.by() == NodeSelector.By.NAME)
                .map(NodeSelector::name)
                .toList();
    }

    private static List<Tree> items(Tree tree) {
        return tree instanceof Sequence list ? list.items() : List.of(tree);
    }

    /** Values with references and values of another form are reported elsewhere. */
    private static Optional<NodeSelector> which(Tree tree) {
        return Stream.of(tree)
                .filter(Scalar.class::isInstance)
                .map(Scalar.class::cast)
                .filter(scalar -> !scalar.open() && !scalar.isNull())
                .flatMap(scalar -> NodeSelector.parse(scalar.text()).stream())
                .findFirst();
    }
}
