package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.binrun.cli.Finding.State;
import dev.binrun.form.Library;
import dev.binrun.server.NatsServer;
import dev.binrun.server.ServerOptions;
import dev.binrun.server.binary.NatsBinary;
import dev.binrun.server.host.Leftover;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row of the command, with and without a problem. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a nats-server of a test is a script")
class DoctorTest {
    private final Map<String, String> variables = new HashMap<>();
    private Optional<Long> openFiles = Optional.of(4096L);
    private List<Library> libraries = List.of();

    @TempDir
    private Path folder;

    private Path temporary;
    private Path cache;

    @BeforeEach
    void emptyMachine() throws IOException {
        temporary = Files.createDirectory(folder.resolve("tmp"));
        cache = folder.resolve("cache");
        variables.put("BINRUN_CACHE", cache.toString());
        variables.put("BINRUN_PORT", "-1");
        variables.put("PATH", Files.createDirectory(folder.resolve("bin")).toString());
    }

    @Test
    void natsServer_ofThePath_isUsed() throws IOException {
        Path server = server(folder.resolve("bin/nats-server"), NatsBinary.PINNED_VERSION);

        assertEquals(
                Finding.ok(
                        "nats-server",
                        NatsBinary.PINNED_VERSION + " from PATH: " + server + " (BINRUN_NATS_SERVER: not set)"),
                finding("nats-server"));
    }

    @Test
    void natsServer_ofAnotherVersionOnThePath_isPassedOver() throws IOException {
        Path server = server(folder.resolve("bin/nats-server"), "2.10.1");

        Finding finding = finding("nats-server");

        assertEquals(State.NOTE, finding.state());
        assertEquals(
                "this machine has none yet (BINRUN_NATS_SERVER: not set; PATH: " + server
                        + " is version 2.10.1, not " + NatsBinary.PINNED_VERSION + "; cache: "
                        + cacheFile() + " does not exist)",
                finding.text());
    }

    @Test
    void natsServer_ofTheVariable_tooOldForTheLiveSystem_isANote() throws IOException {
        Path server = server(folder.resolve("old"), "2.10.1");
        variables.put("BINRUN_NATS_SERVER", server.toString());

        Finding finding = finding("nats-server");

        assertEquals(State.NOTE, finding.state());
        assertEquals("2.10.1 from BINRUN_NATS_SERVER: " + server, finding.text());
        assertTrue(finding.fix().startsWith("the live system needs nats-server 2.14 or newer: "), finding.fix());
    }

    @Test
    void natsServer_thatLosesCommands_isANote() throws IOException {
        variables.put(
                "BINRUN_NATS_SERVER", server(folder.resolve("old"), "2.14.3").toString());

        Finding finding = finding("nats-server");

        assertEquals(State.NOTE, finding.state());
        assertTrue(
                finding.fix().startsWith("warning: nats-server 2.14.3 deletes acknowledged commands"), finding.fix());
    }

    @Test
    void natsServer_wrongVariable_isAProblem() {
        variables.put("BINRUN_NATS_SERVER", "/no/such");

        assertEquals(
                Finding.problem(
                        "nats-server",
                        "BINRUN_NATS_SERVER must be the path of a nats-server executable: /no/such does not exist."
                                + " Correct it, or unset it to use the pinned version",
                        "correct the variable, or unset it"),
                finding("nats-server"));
    }

    @Test
    void natsServer_missing_namesTheDownloads_withoutTheirPassword() {
        variables.put("BINRUN_NATS_MIRROR", "https://joe:open-sesame@mirror.example/nats");

        Finding finding = finding("nats-server");

        assertEquals(State.NOTE, finding.state());
        assertTrue(
                finding.fix()
                        .startsWith("the first run downloads " + NatsBinary.PINNED_VERSION
                                + ": https://joe:****@mirror.example/nats/nats-server-v"),
                finding.fix());
    }

    @Test
    void natsServer_missingAndOffline_isAProblem() {
        variables.put("BINRUN_OFFLINE", "true");

        assertEquals(
                Finding.problem(
                        "nats-server",
                        "this machine has none, and none can be downloaded: BINRUN_OFFLINE is true (BINRUN_NATS_SERVER: not set; PATH: has no"
                                + " nats-server; cache: " + cacheFile() + " does not exist)",
                        "unset BINRUN_OFFLINE for one run, or put nats-server " + NatsBinary.PINNED_VERSION
                                + " on the PATH"),
                finding("nats-server"));
    }

    @Test
    void mirror_wrong_isAProblem_withoutItsPassword() {
        variables.put("BINRUN_NATS_MIRROR", "ftp://joe:open-sesame@mirror.example");

        assertEquals(
                Finding.problem(
                        "nats-server",
                        "BINRUN_NATS_MIRROR must be the http or https URL of a folder with the release's archives,"
                                + " was \"ftp://joe:****@mirror.example\"",
                        "correct the variable, or unset it"),
                finding("nats-server"));
    }

    @Test
    void libraries_areShownWithTheirRange() {
        libraries = List.of(
                new Library("io.nats", "jnats", "2.25.2", "2.26.2", Library.Member.of("io.nats.client.Nats")),
                new Library("org.example", "none", "1.2", "1.3", Library.Member.of("org.example.None")));

        Finding jnats = finding("jnats");
        Finding none = finding("none");

        assertEquals(State.OK, jnats.state());
        assertTrue(jnats.text().matches("2\\.\\d+\\.\\d+ \\(2\\.25\\.2 or newer\\)"), jnats.text());
        assertEquals(
                Finding.problem(
                        "none",
                        "missing or too old (1.2 or newer)",
                        "binrun needs org.example:none 1.2 or newer, but it is not on the class path; add this to the"
                                + " <dependencies> of your pom: <dependency><groupId>org.example</groupId>"
                                + "<artifactId>none</artifactId><version>1.3</version></dependency>"),
                none);
    }

    @Test
    void librariesOfThisBuild_areUsable() {
        List<Finding> found = Doctor.of(Map.copyOf(variables)).findings();

        for (String library : List.of("jnats", "gson", "snakeyaml", "junit-platform-launcher", "junit-jupiter-api")) {
            assertEquals(
                    1,
                    found.stream()
                            .filter(row -> row.subject().equals(library) && row.state() == State.OK)
                            .count(),
                    library);
        }
        assertTrue(finding("Java").text().startsWith(Runtime.version() + " (17 or newer), "));
    }

    @Test
    void port_free_isOk() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        variables.put("BINRUN_PORT", Integer.toString(port));

        assertEquals(Finding.ok("port", port + " is free for the live system"), finding("port"));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the owner of a port is known on Linux only")
    void port_taken_isANoteWithTheProcess() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            long pid = ProcessHandle.current().pid();
            variables.put("BINRUN_PORT", Integer.toString(port));

            assertEquals(
                    Finding.note(
                            "port",
                            port + " is taken by java (process " + pid
                                    + "), so the live system cannot start; scenarios can run",
                            "end it (kill " + pid + "), or choose another port: --port " + (port + 1)
                                    + ", or BINRUN_PORT"),
                    finding("port"));
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the owner of a port is known on Linux only")
    void monitoringPort_takenByAServerOfBinrun_isANote() {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral().withMonitorPort(-1))) {
            int port = server.monitorPort().orElseThrow();
            variables.put("BINRUN_MONITOR_PORT", Integer.toString(port));

            Finding finding = finding("monitoring port");

            assertEquals(State.NOTE, finding.state());
            assertTrue(
                    finding.text()
                            .matches(port + " is taken by nats-server\\S* of a running binrun \\(process "
                                    + server.pid() + "\\), so the live system cannot start; scenarios can run"),
                    finding.text());
        }
    }

    @Test
    void natsServer_introducesItself_otherProgramsDoNot() throws IOException {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral());
                ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertEquals(
                    Optional.of("a nats-server " + server.version()),
                    Doctor.greeting(URI.create(server.url()).getPort()));
            assertEquals(Optional.empty(), Doctor.greeting(silent.getLocalPort()));
        }
    }

    @Test
    void port_wrong_isAProblem() {
        variables.put("BINRUN_PORT", "abc");

        assertEquals(
                Finding.problem(
                        "settings",
                        "BINRUN_PORT must be a port from 1 to 65535, or -1 for any free one, was \"abc\"",
                        "correct the variable, or unset it"),
                finding("settings"));
    }

    @Test
    void leftovers_none_isOk() {
        assertEquals(Finding.ok("leftovers", "none of earlier runs"), finding("leftovers"));
    }

    @Test
    void leftovers_ofAKilledRun_isANote() throws IOException {
        Path home = Leftover.ofKilledJvm(temporary);

        assertEquals(
                Finding.note(
                        "leftovers", "of runs that were killed: " + home, "nothing to do: the next run removes them"),
                finding("leftovers"));
        assertTrue(Files.exists(home), "looking removes nothing");
    }

    @Test
    void leftovers_keptServer_isANoteWithTheCommand() throws IOException {
        Path home = Leftover.kept(temporary);

        assertEquals(
                Finding.note(
                        "leftovers",
                        "kept servers of failed tests or scenarios: " + home,
                        "when you need them no more: rm -r " + home),
                finding("leftovers"));
    }

    @Test
    void leftovers_keptServerRuns_namesItsProcess() throws IOException {
        try (NatsServer server = NatsServer.start(ServerOptions.ephemeral())) {
            Path home = Leftover.kept(temporary, server.pid());

            assertEquals(
                    Finding.note(
                            "leftovers",
                            "kept servers of failed tests or scenarios: " + home + " (nats-server " + server.pid()
                                    + " runs)",
                            "when you need them no more: kill " + server.pid() + "; rm -r " + home),
                    finding("leftovers"));
        }
    }

    @Test
    void cache_isShownWithItsSize() throws IOException {
        Files.write(Files.createDirectory(cache).resolve("a"), new byte[1_400_000]);

        assertEquals(Finding.ok("cache", cache + ", 1 file, 1 MB"), finding("cache"));
    }

    @Test
    void cache_missing_isOk_andIsNotCreated() {
        assertEquals(Finding.ok("cache", cache + " does not exist yet"), finding("cache"));

        assertFalse(Files.exists(cache));
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "has no folder in which root cannot write either")
    void cache_unwritable_isANote() {
        variables.put("BINRUN_CACHE", "/proc/binrun");

        assertEquals(
                Finding.note(
                        "cache",
                        "/proc/binrun cannot be written",
                        "make /proc writable, or set BINRUN_CACHE to another folder; until then nothing can be"
                                + " downloaded"),
                finding("cache"));
    }

    @Test
    void cache_belowAFile_isAProblem() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        variables.put("BINRUN_CACHE", file.resolve("cache").toString());

        Finding finding = finding("cache");

        assertEquals(State.PROBLEM, finding.state());
        assertTrue(finding.text().startsWith("BINRUN_CACHE must be a writable folder, was "), finding.text());
    }

    @Test
    void temporaryFolder_isShownWithItsSpace() {
        Finding finding = finding("temporary folder");

        assertTrue(finding.text().matches(temporary + ", \\d+ MB free"), finding.text());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "has no folder in which root cannot write either")
    void temporaryFolder_unwritable_isAProblem() {
        temporary = Path.of("/proc");

        assertEquals("/proc cannot be written", finding("temporary folder").text());
        assertEquals(State.PROBLEM, finding("temporary folder").state());
    }

    @Test
    void temporaryFolder_missing_isAProblem() {
        temporary = folder.resolve("none");

        assertEquals(
                Finding.problem(
                        "temporary folder",
                        temporary + " is not a folder",
                        "create it or change its permissions, or choose another folder with -Djava.io.tmpdir=…"),
                finding("temporary folder"));
    }

    @ParameterizedTest
    @CsvSource({
        "4096, OK, 'at most 4096 for each process', ''",
        "500, NOTE, 'at most 500 for each process',"
                + " 'raise the limit (ulimit -n 1024), or run fewer scenarios at once: run --jobs 2'",
        "60, PROBLEM, 'at most 60 for each process, but a scenario needs 100', 'raise the limit: ulimit -n 1024'",
        ", OK, no limit is known, ''"
    })
    void openFiles_areJudged(Long limit, State state, String text, String fix) {
        openFiles = Optional.ofNullable(limit);

        assertEquals(new Finding(state, "open files", text, fix), finding("open files"));
    }

    @Test
    void command_noProblem_isExitCode0() throws IOException {
        FakeShell shell = shell();
        server(folder.resolve("bin/nats-server"), NatsBinary.PINNED_VERSION);

        assertEquals(0, shell.execute("doctor"), shell::out);

        assertTrue(shell.out().startsWith("ok       nats-server  "), shell.out());
        assertTrue(shell.out().contains("\nnothing prevents a run"), shell.out());
    }

    @Test
    void command_problem_isExitCode1_withTheFix() {
        FakeShell shell = shell();
        shell.environment.put("BINRUN_OFFLINE", "true");

        assertEquals(1, shell.execute("doctor"));

        assertTrue(shell.out().startsWith("problem  nats-server "), shell.out());
        assertTrue(shell.out().contains("  -> unset BINRUN_OFFLINE for one run, or put nats-server "), shell.out());
        assertTrue(shell.out().contains("\n1 problem to solve"), shell.out());
    }

    @Test
    void command_json_hasTheSameRows() {
        FakeShell shell = shell();
        shell.environment.put("BINRUN_OFFLINE", "true");

        assertEquals(1, shell.execute("doctor", "--json"));

        JsonArray rows = JsonParser.parseString(shell.out()).getAsJsonArray();
        JsonObject first = rows.get(0).getAsJsonObject();
        assertEquals(
                "problem nats-server",
                first.get("state").getAsString() + " " + first.get("subject").getAsString());
        assertEquals("ok", rows.get(1).getAsJsonObject().get("state").getAsString());
    }

    private FakeShell shell() {
        FakeShell shell = new FakeShell();
        shell.environment.putAll(variables);
        return shell;
    }

    private Finding finding(String subject) {
        return new Doctor(variables, temporary.toString(), openFiles, libraries)
                .findings().stream()
                        .filter(finding -> finding.subject().equals(subject))
                        .findFirst()
                        .orElseThrow();
    }

    private String cacheFile() {
        return cache.resolve("nats-server-" + NatsBinary.PINNED_VERSION) + "-" + platform();
    }

    private static String platform() {
        String os = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        return os + "-" + (System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
    }

    private static Path server(Path file, String version) throws IOException {
        Files.writeString(file, "#!/bin/sh\necho nats-server: v" + version + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
