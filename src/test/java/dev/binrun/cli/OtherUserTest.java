package dev.binrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Another user of the machine plants links and folders in a folder that both can write; root runs the commands. */
@Tag("slow")
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs setpriv")
class OtherUserTest {
    private static final String SCENARIO = """
            name: small
            streams:
              - { name: A, subjects: [a] }
            steps:
              - pub: { subject: a, data: x }
                expect: { seq: 1 }
            """;

    @TempDir
    private Path folder;

    private Path shared;
    private Path mine;
    private Path precious;

    @BeforeEach
    void prepare() throws Exception {
        assumeTrue((int) Files.getAttribute(folder, "unix:uid") == 0, "needs root, to become another user");
        assumeTrue(new ProcessBuilder("sh", "-c", "command -v setpriv").start().waitFor() == 0, "needs setpriv");
        mode(folder, "rwxr-xr-x");
        shared = Files.createDirectory(folder.resolve("shared"));
        mode(shared, "rwxrwxrwx");
        mine = Files.createDirectory(folder.resolve("mine"));
        precious = Files.writeString(mine.resolve("precious"), "years of work");
        Files.writeString(folder.resolve("s.yaml"), SCENARIO);
    }

    @Test
    void resultFolderThatIsALinkOfAnotherUser_isRefused() throws Exception {
        other("ln -s " + mine + " shared/link");

        for (String option : List.of("--junit-xml", "--server-log")) {
            for (String path : List.of("shared/link", "shared/link/new/folder")) {
                Forked.Result result = run("$BINRUN run s.yaml " + option + " " + path);

                assertEquals(
                        option + ": cannot write to the folder '" + path + "': " + shared
                                + "/link is a link of another user. Remove it; name another folder\n",
                        result.err());
                assertEquals(3, result.exitCode());
                assertEquals(List.of("precious"), names(mine));
            }
        }
    }

    @Test
    void linkOfThisUser_isFollowed_linkOfAnotherUserBehindItIsNot() throws Exception {
        Files.createSymbolicLink(folder.resolve("to-mine"), Path.of("mine"));
        other("ln -s " + mine + " shared/link");
        Files.createSymbolicLink(folder.resolve("to-link"), Path.of("shared", "link"));

        assertEquals(0, run("$BINRUN run s.yaml --junit-xml to-mine").exitCode());
        assertEquals(3, run("$BINRUN run s.yaml --junit-xml to-link").exitCode());

        assertEquals(List.of("TEST-s.xml", "precious"), names(mine));
    }

    @Test
    void linksAtTheNamesOfResults_areReplaced() throws Exception {
        other("ln -s " + precious + " shared/TEST-s.xml; ln -s " + precious + " shared/small.n1.log");

        Forked.Result result = run("$BINRUN run s.yaml --junit-xml shared --server-log shared");

        assertEquals(0, result.exitCode(), result.err());
        assertEquals("years of work", Files.readString(precious));
        for (String name : List.of("TEST-s.xml", "small.n1.log")) {
            assertTrue(Files.isRegularFile(shared.resolve(name), LinkOption.NOFOLLOW_LINKS), name);
            assertEquals("rw-r--r--", mode(shared.resolve(name)), name);
        }
    }

    @Test
    void umask_neverAddsOrRemovesNeededRights() throws Exception {
        for (String umask : List.of("000", "777")) {
            Path results = folder.resolve("umask-" + umask);

            Forked.Result result = run("umask " + umask + "; $BINRUN run s.yaml --junit-xml " + results
                    + "/x --server-log " + results + "/l");

            assertEquals(0, result.exitCode(), result.err());
            try (Stream<Path> files = Files.walk(results)) {
                for (Path file : files.toList()) {
                    String rights = umask.equals("000") ? "r--" : "---";
                    String expected = Files.isDirectory(file)
                            ? "rwx" + rights.replace("r--", "r-x") + rights.replace("r--", "r-x")
                            : "rw-" + rights + rights;
                    assertEquals(expected, mode(file), file.toString());
                }
            }
        }
    }

    @Test
    void linksInAStoreThatOthersMayWrite_areNotFollowed() throws Exception {
        Files.createDirectory(shared.resolve("js"));
        mode(shared.resolve("js"), "rwxrwxrwx");
        for (String name : List.of("clean-stop", "room.tmp")) {
            other("ln -s " + precious + " shared/js/" + name);
        }

        Forked.Result live = run("$BINRUN --port -1 --store-dir shared/js > live.log 2>&1 & live=$!;"
                + " until grep -q 'Ctrl-C ends it' live.log || ! kill -0 $live; do sleep 0.1; done;"
                + " kill -INT $live; wait $live");

        String printed = Files.readString(folder.resolve("live.log"));
        assertEquals(0, live.exitCode(), printed);
        assertTrue(printed.startsWith("warning: other users of this machine may write the store "), printed);
        assertTrue(Files.isRegularFile(shared.resolve("js/clean-stop"), LinkOption.NOFOLLOW_LINKS));
        assertEquals("rw-------", mode(shared.resolve("js/playground.lock")));
        assertEquals("years of work", Files.readString(precious));

        Files.delete(shared.resolve("js/playground.lock"));
        other("ln -s " + precious + " shared/js/playground.lock");
        Forked.Result refused = run("$BINRUN --port -1 --store-dir shared/js");

        assertTrue(refused.err().contains("it is a link or not a regular file. Remove it"), refused.err());
        assertEquals("years of work", Files.readString(precious));
    }

    @Test
    void plantedHomes_areIgnored_folderOfAnotherUserIsRejected() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        mode(temporary, "rwxrwxrwx");
        Files.createDirectory(mine.resolve("my-folder"));
        other("cd tmp; for i in $(seq 100); do mkdir binrun-2-$i; touch -d 2020-01-01 binrun-2-$i/lock; done;"
                + " ln -s " + mine + " binrun-2-1.gone");

        assertEquals(0, run("$BINRUN run s.yaml").exitCode());
        assertEquals(101, names(temporary).size());
        assertEquals(List.of("my-folder", "precious"), names(mine));

        other("ln -s " + mine + " tmp/binrun-0");
        Forked.Result refused = run("$BINRUN run s.yaml");

        assertEquals(3, refused.exitCode());
        assertTrue(
                refused.out().contains(temporary + "/binrun-0 must be a folder of user 0 with mode 700"),
                refused.out());
        assertEquals(List.of("my-folder", "precious"), names(mine));
    }

    private Forked.Result run(String line) throws Exception {
        try (Forked forked = Forked.start(line, folder, Map.of())) {
            return forked.result();
        }
    }

    /** Runs a shell line as another user. */
    private void other(String line) throws Exception {
        Process process = new ProcessBuilder(
                        "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "sh", "-euc", "umask 0; " + line)
                .directory(folder.toFile())
                .inheritIO()
                .start();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), line);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static void mode(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
