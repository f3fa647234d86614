package dev.binrun.playground;

import dev.binrun.sessions.TerminalText;
import dev.binrun.sessions.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Checksums of the files in a store, computed at a clean stop and compared at the next start.
 *
 * <p>nats-server does not check the checksum of a consumer's configuration, nor those of messages at its start. A
 * server that changes such a file also writes its companion, {@code meta.sum} or {@code index.db}. So a file that
 * changed without its companion is damaged.
 */
final class StoreSums {
    /** The start of each line with a checksum. */
    private static final String SUM = "sum ";

    private static final Pattern LINE = Pattern.compile("sum (\\S+) ([0-9a-f]+) ([0-9a-f]+)");
    private static final Pattern CONSUMER = Pattern.compile("([^/]+)/obs/([^/]+)/(?:meta\\.inf|o\\.dat)");
    private static final Pattern BLOCK = Pattern.compile("([^/]+)/msgs/\\d+\\.blk");
    private static final String NONE = "0";

    /** Reading more messages would make each start and stop slow. */
    private static final long MOST_BYTES = 1024L * 1024 * 1024;

    /** A limit on the files of consumers, because a store with tens of thousands of sessions must stop in time. */
    private static final int MOST_CONSUMER_FILES = 4_000;

    private final Path streams;
    private final Map<Path, String> companions = new HashMap<>();

    /**
     * Creates checksums that are not computed yet.
     *
     * @param streams the folder of all streams
     */
    StoreSums(Path streams) {
        this.streams = streams;
    }

    /** Returns the lines of a clean stop without checksums, which are void as soon as a server has started. */
    static List<String> withoutSums(List<String> contents) {
        return contents.stream().filter(line -> !line.startsWith(SUM)).toList();
    }

    /** Returns one line for each checked file of these streams. The business logic checks its own buckets. */
    List<String> lines(List<String> names) throws IOException {
        List<String> lines = new ArrayList<>();
        long bytes = 0;
        int consumerFiles = 0;
        for (String name : names) {
            for (Path file : files(streams.resolve(name))) {
                String relative = relative(file);
                if (!isChecked(relative)) {
                    continue;
                }
                boolean block = BLOCK.matcher(relative).matches();
                bytes += block ? Files.size(file) : 0;
                consumerFiles += block ? 0 : 1;
                if (block ? bytes <= MOST_BYTES : consumerFiles <= MOST_CONSUMER_FILES) {
                    lines.add(SUM + relative + " " + sum(file) + " " + companionSum(file));
                }
            }
        }
        return lines;
    }

    /**
     * Compares the files of consumers with the last stop.
     *
     * @return one warning for each file that changed without its companion
     */
    List<String> damagedConsumers(List<String> before) throws IOException {
        List<String> warnings = new ArrayList<>();
        for (Path file : changed(before, CONSUMER)) {
            String consumer = TerminalText.text(file.getParent().getFileName().toString(), 255) + " on "
                    + TerminalText.text(streams.relativize(file).getName(0).toString(), 255);
            String path = TerminalText.text(file.toString(), 4096);
            warnings.add(
                    file.endsWith(StoredPosition.FILE)
                            ? "warning: the position of the consumer " + consumer + " changed since the last stop ("
                                    + path + "). If no other server used the store, it is damaged: messages may be"
                                    + " delivered twice or skipped"
                            : "warning: the configuration of the consumer " + consumer + " is damaged: " + path
                                    + " changed since the last stop. Check it: nats consumer info "
                                    + consumer.replaceFirst("(.*) on (.*)", "$2 $1"));
        }
        return warnings;
    }

    /** Returns the message files that changed without their companion since the last stop, by stream. */
    Map<String, List<Path>> damagedBlocks(List<String> before) throws IOException {
        Map<String, List<Path>> blocks = new TreeMap<>();
        for (Path file : changed(before, BLOCK)) {
            blocks.computeIfAbsent(streams.relativize(file).getName(0).toString(), stream -> new ArrayList<>())
                    .add(file);
        }
        return blocks;
    }

    private List<Path> changed(List<String> before, Pattern kind) throws IOException {
        List<Path> changed = new ArrayList<>();
        for (String line : before) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches() && kind.matcher(matcher.group(1)).matches()) {
                Path file = streams.resolve(matcher.group(1));
                if (Files.isRegularFile(file)
                        && companionSum(file).equals(matcher.group(3))
                        && !sum(file).equals(matcher.group(2))) {
                    changed.add(file);
                }
            }
        }
        return changed;
    }

    private static boolean isChecked(String file) {
        return !file.startsWith("KV_" + Topology.SESSIONS + "/")
                && !file.startsWith("KV_" + Topology.COMMANDS + "/")
                && (CONSUMER.matcher(file).matches() || BLOCK.matcher(file).matches());
    }

    private String relative(Path file) {
        return streams.relativize(file).toString().replace('\\', '/');
    }

    /** A position has no companion, because a server that delivers writes only the position. */
    private String companionSum(Path file) throws IOException {
        String name = file.getFileName().toString();
        if (name.equals(StoredPosition.FILE)) {
            return NONE;
        }
        Path companion = file.resolveSibling(name.endsWith(".blk") ? "index.db" : "meta.sum");
        if (!companions.containsKey(companion)) {
            companions.put(companion, Files.isRegularFile(companion) ? sum(companion) : NONE);
        }
        return companions.get(companion);
    }

    private static String sum(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        sum.update(Files.readAllBytes(file));
        return Long.toHexString(sum.getValue());
    }

    private static List<Path> files(Path stream) throws IOException {
        if (!Files.isDirectory(stream)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(stream, 3)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        }
    }
}
