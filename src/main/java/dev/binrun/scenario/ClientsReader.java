package dev.binrun.scenario;

import dev.binrun.scenario.yaml.Problems;
import dev.binrun.scenario.yaml.ScenarioLibraries;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.scenario.yaml.Tree.Entry;
import dev.binrun.scenario.yaml.Tree.Mapping;
import dev.binrun.scenario.yaml.Tree.Scalar;
import dev.binrun.server.host.SecretText;
import io.nats.client.NKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the client entries of a scenario.
 *
 * @param nodes the names of the cluster's nodes
 */
record ClientsReader(LoadScope names, Problems problems, NamedFiles files, List<String> nodes) {
    private static final Pattern SEED = Pattern.compile("\\bSU[A-Z2-7]{56}\\b");

    private static final Pattern TOKEN = Pattern.compile("\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    private static final Set<String> SIGNING = Set.of("nkey", "creds");
    private static final int LARGEST_KEY_FILE = 1 << 20;

    private static final Set<String> TLS_FILES = Set.of("ca", "cert", "key");

    /** Returns the valid entries by client name, and adds the problems of the others. */
    Map<String, ClientConfig> read(Tree tree) {
        Map<String, ClientConfig> clients = new TreeMap<>();
        if (!(tree instanceof Mapping map)) {
            problems.add(tree.place(), "'clients' must be a map of connections by name, this is " + tree.kind());
            return clients;
        }
        for (Entry entry : map.entries()) {
            client(entry).ifPresent(client -> clients.put(entry.key().text(), client));
        }
        return clients;
    }

    private Optional<ClientConfig> client(Entry entry) {
        String what = "client '" + entry.key().text() + "'";
        if (nodes.contains(entry.key().text())) {
            problems.add(
                    entry.key().place(), ClusterCheck.hasNodesName(entry.key().text()));
        }
        if (!(entry.value() instanceof Mapping map)) {
            problems.add(
                    entry.value().place(),
                    what + " must be a map such as {user: sue, password: secret}, this is "
                            + entry.value().kind());
            return Optional.empty();
        }
        map.get("node").ifPresent(node -> checkNode(what, node));
        Mapping resolved = new Mapping(
                map.place(), map.entries().stream().map(this::resolved).toList());
        return new Binder(ValueBinder.atLoad(names, problems), problems).bind(ClientConfig.class, resolved, what);
    }

    private void checkNode(String what, Tree node) {
        if (node instanceof Scalar name && !nodes.contains(name.text())) {
            problems.add(
                    node.place(),
                    what + " connects to an unknown node, " + node.kind() + " (known: " + String.join(", ", nodes)
                            + ")");
        }
    }

    /** Makes the paths of files absolute, and replaces {@code tls: true} by an empty map. */
    private Entry resolved(Entry entry) {
        Tree value = entry.value();
        if (SIGNING.contains(entry.key().text())) {
            Optional<String> missing = ScenarioLibraries.SIGNATURES.problem();
            if (missing.isPresent()) {
                problems.add(entry.key().place(), missing.get());
                return entry;
            }
        }
        Tree resolved = switch (entry.key().text()) {
            case "nkey" -> value instanceof Scalar text && !text.isNull() ? seed(text) : value;
            case "creds" -> creds(value);
            case "tls" -> tls(value);
            default -> value;
        };
        return new Entry(entry.key(), resolved);
    }

    private Tree tls(Tree value) {
        if (value instanceof Scalar on && on.text().equals("true")) {
            return new Mapping(value.place(), List.of());
        }
        if (!(value instanceof Mapping map)) {
            problems.add(value.place(), "'tls' must be true or a map such as {ca: ca.pem}, this is " + value.kind());
            return new Mapping(value.place(), List.of());
        }
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : map.entries()) {
            boolean file = TLS_FILES.contains(entry.key().text());
            entries.add(file ? new Entry(entry.key(), absolute(entry.value())) : entry);
        }
        return new Mapping(map.place(), entries);
    }

    /** The file must contain a token and a seed, because without them the client would connect without credentials. */
    private Tree creds(Tree value) {
        Tree resolved = absolute(value);
        if (value instanceof Scalar named && resolved instanceof Scalar file && file != named) {
            String content = content(Path.of(file.text()), named).orElse(null);
            if (content != null
                    && !(TOKEN.matcher(content).find() && SEED.matcher(content).find())) {
                problems.add(
                        named.place(),
                        "the file " + named.kind() + " contains no credentials"
                                + " (it needs a token eyJ… and a seed SU…, as nsc generate creds writes them)");
            }
        }
        return resolved;
    }

    private Tree absolute(Tree value) {
        return value instanceof Scalar file && !file.isNull()
                ? files.file(file)
                        .<Tree>map(path -> text(file, path.toString()))
                        .orElse(file)
                : value;
    }

    /** A text that does not look like a seed is the path of a file with one. */
    private Tree seed(Scalar written) {
        if (!SEED.matcher(written.text()).matches() && SecretText.isSeedLike(written.text())) {
            problems.add(
                    written.place(),
                    "'nkey' must be the seed of a user (SU and 56 more characters, A to Z and 2 to 7) or a "
                            + "file with one; this is neither");
            return written;
        }
        Optional<String> seed = SEED.matcher(written.text()).matches()
                ? Optional.of(written.text())
                : files.file(written).flatMap(file -> seedIn(file, written));
        seed.filter(text -> !isSeed(text))
                .ifPresent(text -> problems.add(
                        written.place(),
                        "'nkey' is not the seed of a user: its checksum is wrong (nsc generate nkey -u creates one)"));
        return seed.<Tree>map(text -> text(written, text)).orElse(written);
    }

    private Optional<String> seedIn(Path file, Scalar named) {
        Optional<String> content = content(file, named);
        Optional<String> seed = content.map(SEED::matcher).filter(Matcher::find).map(Matcher::group);
        if (content.isPresent() && seed.isEmpty()) {
            problems.add(named.place(), "the file " + named.kind() + " contains no seed of a user (SU…)");
        }
        return seed;
    }

    private Optional<String> content(Path file, Scalar named) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(LARGEST_KEY_FILE), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            problems.add(named.place(), "the file " + named.kind() + " cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static boolean isSeed(String seed) {
        try {
            NKey.fromSeed(seed.toCharArray()).clear();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Scalar text(Scalar written, String text) {
        return new Scalar(written.place(), text, false, true);
    }
}
