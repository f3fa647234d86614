package dev.binrun.cli;

import dev.binrun.engine.EngineLibraries;
import dev.binrun.form.Count;
import dev.binrun.form.Library;
import dev.binrun.form.ShellWord;
import dev.binrun.junit.JUnitLibraries;
import dev.binrun.playground.PlaygroundSettings;
import dev.binrun.playground.RequiredServer;
import dev.binrun.server.binary.BinaryChoice;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.Leftovers;
import dev.binrun.server.host.LocaleNames;
import dev.binrun.server.host.PortOwner;
import dev.binrun.server.host.ResourceLimit;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at this machine. It downloads nothing, and starts only {@code nats-server -v}.
 *
 * @param variables the environment variables
 * @param temporary the folder for temporary files
 * @param openFiles the maximum number of open files; empty if unknown or unlimited
 * @param libraries the libraries that commands need
 */
record Doctor(Map<String, String> variables, String temporary, Optional<Long> openFiles, List<Library> libraries) {
    /** One scenario on one node needs about 80 (tried with {@code ulimit -n}). */
    private static final long FEWEST_FILES = 100;

    private static final long FEW_FILES = 1024;

    private static final long LITTLE_SPACE = 500L << 20;

    private static final int GREETING_MS = 500;

    private static final Pattern INFO = Pattern.compile("^INFO \\{.*?\"version\":\"([\\w.+-]+)\"");

    /** Returns a doctor for this process. */
    static Doctor of(Map<String, String> variables) {
        return new Doctor(
                variables,
                System.getProperty("java.io.tmpdir"),
                ResourceLimit.OPEN_FILES.value().map(Long::valueOf),
                Stream.concat(EngineLibraries.ALL.stream(), JUnitLibraries.OF_RUN.stream())
                        .toList());
    }

    /** Returns all findings. The cache is looked at before the search for an executable can create it. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        Finding cache = cache();
        findings.add(natsServer());
        findings.add(Finding.ok("binrun", VersionText.BINRUN));
        findings.add(Finding.ok(
                "Java",
                Runtime.version() + " (17 or newer), " + System.getProperty("java.vendor") + ", "
                        + System.getProperty("java.home")));
        libraries.forEach(library -> findings.add(library(library)));
        findings.add(jupiter());
        findings.addAll(ports());
        findings.add(leftovers());
        findings.add(cache);
        findings.add(temporaryFolder());
        findings.add(openFileLimit());
        return findings;
    }

    private Finding natsServer() {
        String subject = "nats-server";
        BinaryChoice choice;
        try {
            choice = BinaryChoice.of(variables);
        } catch (SettingException e) {
            return Finding.problem(subject, e.getMessage(), "correct the variable, or unset it");
        } catch (ServerException e) {
            return Finding.problem(subject, e.getMessage(), "");
        }
        String passedOver = choice.passedOver().isEmpty() ? "" : " (" + String.join("; ", choice.passedOver()) + ")";
        if (choice.binary().isPresent()) {
            return chosen(subject, choice.binary().get(), passedOver);
        }
        if (choice.downloads().isEmpty()) {
            return Finding.problem(
                    subject,
                    "this machine has none, and none can be downloaded: "
                            + (choice.offline() ? "BINRUN_OFFLINE is true" : "there is none for this platform")
                            + passedOver,
                    (choice.offline() ? "unset BINRUN_OFFLINE for one run, or put" : "put") + " nats-server "
                            + NatsBinary.PINNED_VERSION + " on the PATH");
        }
        return Finding.note(
                subject,
                "this machine has none yet" + passedOver,
                "the first run downloads " + NatsBinary.PINNED_VERSION + ": "
                        + String.join(", or ", choice.downloads()));
    }

    private static Finding chosen(String subject, NatsBinary binary, String passedOver) {
        String text = binary.version() + " from " + binary.source() + ": " + binary.path() + passedOver;
        try {
            return RequiredServer.warning(RequiredServer.require(binary))
                    .map(warning -> Finding.note(subject, text, warning))
                    .orElseGet(() -> Finding.ok(subject, text));
        } catch (ServerException e) {
            return Finding.note(subject, text, e.getMessage());
        }
    }

    private static Finding library(Library library) {
        String range = " (" + library.oldest() + " or newer)";
        return library.problem()
                .map(problem -> Finding.problem(library.artifact(), "missing or too old" + range, problem))
                .orElseGet(() -> Finding.ok(library.artifact(), found(library) + range));
    }

    private static String found(Library library) {
        return library.usableVersion()
                .orElseGet(() -> isOwn(library) ? "in binrun's own jar" : "a version that its jar does not name");
    }

    /** The executable jar does not name the versions of the libraries in it. */
    private static boolean isOwn(Library library) {
        try {
            return Class.forName(library.probe().owner(), false, Doctor.class.getClassLoader())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .equals(Doctor.class.getProtectionDomain().getCodeSource().getLocation());
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Only tests need it: the executable jar does not have it. */
    private static Finding jupiter() {
        Library jupiter = JUnitLibraries.JUPITER_API;
        return jupiter.problem().isPresent()
                ? Finding.ok(jupiter.artifact(), "not on the class path; only JUnit tests need it")
                : library(jupiter);
    }

    private List<Finding> ports() {
        try {
            PlaygroundSettings settings = PlaygroundSettings.of(variables);
            List<Finding> ports = new ArrayList<>();
            ports.add(port("port", settings.port(), "--port", "BINRUN_PORT"));
            settings.monitorPort()
                    .ifPresent(
                            port -> ports.add(port("monitoring port", port, "--monitor-port", "BINRUN_MONITOR_PORT")));
            return ports;
        } catch (IllegalArgumentException e) {
            return List.of(Finding.problem("settings", e.getMessage(), "correct the variable, or unset it"));
        }
    }

    private static Finding port(String subject, int port, String option, String variable) {
        if (port == -1) {
            return Finding.ok(subject, "the live system uses any free one");
        }
        if (PortOwner.isFree(port)) {
            return Finding.ok(subject, port + " is free for the live system");
        }
        Optional<PortHolder> owner = PortHolder.on(port);
        String holder =
                owner.map(PortHolder::toString).or(() -> greeting(port)).orElse("a program that this user cannot see");
        return Finding.note(
                subject,
                port + " is taken by " + holder + ", so the live system cannot start; scenarios can run",
                owner.map(Doctor::end).orElse("choose")
                        + " another port: " + option + " " + (port == 65_535 ? port - 1 : port + 1) + ", or "
                        + variable);
    }

    private static String end(PortHolder owner) {
        return owner.binrun().isPresent()
                ? "end it with the command 'kill', or choose"
                : "end it (kill " + owner.process().pid() + "), or choose";
    }

    /** A nats-server introduces itself to each client with one line. */
    static Optional<String> greeting(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), GREETING_MS);
            socket.setSoTimeout(GREETING_MS);
            byte[] line = new byte[4096];
            int length = Math.max(0, socket.getInputStream().read(line));
            Matcher info = INFO.matcher(new String(line, 0, length, StandardCharsets.UTF_8));
            return info.find() ? Optional.of("a nats-server " + info.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // it says nothing
        }
    }

    private Finding leftovers() {
        String subject = "leftovers";
        Leftovers leftovers;
        try {
            leftovers = Leftovers.in(Path.of(temporary));
        } catch (IOException e) {
            return Finding.note(subject, "unknown: " + IoReason.withPath(e), "see the row of the temporary folder");
        }
        if (!leftovers.kept().isEmpty()) {
            return Finding.note(
                    subject,
                    "kept servers of failed tests or scenarios: " + described(leftovers.kept()) + stale(leftovers),
                    "when you need them no more: " + removal(leftovers.kept()));
        }
        return leftovers.stale().isEmpty()
                ? Finding.ok(subject, "none of earlier runs")
                : Finding.note(
                        subject,
                        "of runs that were killed: " + described(leftovers.stale()),
                        "nothing to do: the next run removes them");
    }

    private static String stale(Leftovers leftovers) {
        return leftovers.stale().isEmpty()
                ? ""
                : "; and of runs that were killed, which the next run removes: " + described(leftovers.stale());
    }

    private static String described(List<Leftovers.Home> homes) {
        return homes.stream()
                .map(home -> home.folder()
                        + (home.servers().isEmpty()
                                ? ""
                                : " (nats-server " + processes(home.servers(), ", ") + " runs)"))
                .collect(Collectors.joining(", "));
    }

    private static String removal(List<Leftovers.Home> homes) {
        List<Long> servers =
                homes.stream().flatMap(home -> home.servers().stream()).toList();
        return (servers.isEmpty() ? "" : "kill " + processes(servers, " ") + "; ") + "rm -r "
                + homes.stream()
                        .map(home -> ShellWord.quote(home.folder().toString()))
                        .collect(Collectors.joining(" "));
    }

    private static String processes(List<Long> servers, String between) {
        return servers.stream().map(String::valueOf).collect(Collectors.joining(between));
    }

    private Finding cache() {
        String subject = "cache";
        Path cache;
        try {
            cache = BinaryChoice.cache(variables);
        } catch (SettingException e) {
            return Finding.problem(subject, e.getMessage(), "correct the variable, or unset it");
        }
        Path place = cache;
        while (place.getParent() != null && !Files.exists(place)) {
            place = place.getParent();
        }
        if (!isWritable(place)) {
            return Finding.note(
                    subject,
                    cache + " cannot be written",
                    "make " + place + " writable, or set BINRUN_CACHE to another folder"
                            + (variables.getOrDefault("BINRUN_CACHE", "").isEmpty()
                                    ? "; until then downloads go to a temporary folder"
                                    : "; until then nothing can be downloaded"));
        }
        return Finding.ok(subject, place.equals(cache) ? cache + ", " + size(cache) : cache + " does not exist yet");
    }

    /** Permissions do not tell: the file system may be read-only or full. */
    private static boolean isWritable(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, "binrun-doctor-", ".tmp"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            long bytes = all.stream().mapToLong(file -> file.toFile().length()).sum();
            return Count.of(all.size(), "file") + ", " + megabytes(bytes);
        } catch (IOException | UncheckedIOException e) {
            return "its size is unknown: a folder in it cannot be read";
        }
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.0f MB", bytes / 1e6);
    }

    private Finding temporaryFolder() {
        String subject = "temporary folder";
        String other = "choose another folder with -Djava.io.tmpdir=…";
        if (LocaleNames.isUnusable(temporary)) {
            return Finding.problem(subject, "its name " + LocaleNames.reason(variables), other);
        }
        Path folder = Path.of(temporary);
        if (!isWritable(folder)) {
            return Finding.problem(
                    subject,
                    folder + (Files.isDirectory(folder) ? " cannot be written" : " is not a folder"),
                    "create it or change its permissions, or " + other);
        }
        long space = folder.toFile().getUsableSpace();
        String text = folder + ", " + megabytes(space) + " free";
        return space < LITTLE_SPACE
                ? Finding.note(subject, text, "the files of the servers are there: free some space, or " + other)
                : Finding.ok(subject, text);
    }

    private Finding openFileLimit() {
        String subject = "open files";
        if (openFiles.isEmpty()) {
            return Finding.ok(subject, "no limit is known");
        }
        long limit = openFiles.get();
        String text = "at most " + limit + " for each process";
        if (limit < FEWEST_FILES) {
            return Finding.problem(
                    subject,
                    text + ", but a scenario needs " + FEWEST_FILES,
                    "raise the limit: ulimit -n " + FEW_FILES);
        }
        return limit < FEW_FILES
                ? Finding.note(
                        subject,
                        text,
                        "raise the limit (ulimit -n " + FEW_FILES + "), or run fewer scenarios at once: run --jobs 2")
                : Finding.ok(subject, text);
    }
}
