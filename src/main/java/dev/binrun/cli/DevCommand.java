package dev.binrun.cli;

import dev.binrun.page.PageSettings;
import dev.binrun.playground.PlaygroundSettings;
import dev.binrun.reload.ChildProgram;
import dev.binrun.reload.Rebuild;
import dev.binrun.server.host.IoReason;
import dev.binrun.server.host.PortOwner;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import dev.binrun.server.host.ShutdownHook;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the live system, and starts it again when its code changes. */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = {
            "Runs the live system, and starts it again when the Java sources, binrun.java or the configuration change.",
            "It keeps its store and its ports. While there are errors, the live system from before goes on.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  ./jbang binrun.java dev",
            "  ./jbang binrun.java dev --port 4333 --config more.yaml",
            "",
            "Exit codes: those of the live system, 2 wrong usage."
        })
final class DevCommand implements Callable<Integer> {
    private static final String SOURCE = "--source";

    private final CommandEnvironment environment;
    private final CommandServices services;

    @Spec
    private CommandSpec spec;

    @Mixin
    private LiveOptions live;

    @Option(
            names = SOURCE,
            paramLabel = "DIR",
            description = "The folder with the Java sources; default: src/main/java beside the script.")
    private Optional<Path> source = Optional.empty();

    DevCommand(CommandEnvironment environment, CommandServices services) {
        this.environment = environment;
        this.services = services;
    }

    @Override
    public Integer call() throws InterruptedException {
        return live.blamingOptions(() -> {
            Map<String, String> settings = live.settings(environment.variables());
            settings.remove("SIM");
            services.prepare(settings, environment.out());
            DevSession.DevFiles files = files(PlaygroundSettings.of(settings).config());
            Rebuild rebuild = rebuild(files.sources());
            environment.prepare(services, settings);
            DevSession session = new DevSession(
                    files,
                    rebuild,
                    form(PlaygroundSettings.of(settings)),
                    () -> configProblem(settings),
                    environment.out());
            try (ShutdownHook hook = ShutdownHook.choosingExitCode("binrun-dev", session::stop)) {
                int exitCode = session.run();
                hook.awaitIfBegun();
                return exitCode;
            }
        });
    }

    private Optional<String> configProblem(Map<String, String> settings) {
        try {
            services.prepare(settings, environment.out());
            return Optional.empty();
        } catch (SettingException e) {
            return Optional.of(live.blamingOptions(e));
        }
    }

    private DevSession.DevFiles files(Optional<Path> config) {
        List<String> typed = environment.runAgain().command();
        Path script = WatchedScenarios.absolute(Path.of(typed.get(typed.size() - 1)));
        boolean isScript = script.toString().endsWith(".java") && Files.exists(script);
        Path folder = isScript ? script.getParent() : Path.of("").toAbsolutePath();
        Path sources = WatchedScenarios.absolute(source.orElse(folder.resolve(Path.of("src", "main", "java"))));
        if (!Files.isDirectory(sources)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no folder " + sources + "; name the folder with the Java sources: " + SOURCE + " DIR");
        }
        return new DevSession.DevFiles(
                sources,
                isScript ? Optional.of(script) : Optional.empty(),
                isScript && RunAgain.isTyped(environment.variables())
                        ? Optional.of(new ScriptBuild(typed))
                        : Optional.empty(),
                config.map(WatchedScenarios::absolute));
    }

    private static Rebuild rebuild(Path sources) {
        try {
            List<Path> classPath = Stream.of(
                            System.getProperty("java.class.path").split(File.pathSeparator))
                    .filter(entry -> !entry.isEmpty())
                    .map(entry -> WatchedScenarios.absolute(Path.of(entry)))
                    .toList();
            Path own = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Rebuild.of(sources, classPath, own, DevSession.folder());
        } catch (Rebuild.NoCompilerException e) {
            throw new ServerException(e.getMessage(), e);
        } catch (IOException | URISyntaxException e) {
            throw new ServerException(
                    "the classes of binrun cannot be read: "
                            + (e instanceof IOException io ? IoReason.withPath(io) : e.getMessage()),
                    e);
        }
    }

    /** Any free port is chosen once, so that it stays the same after a restart. */
    private ChildProgram.ChildForm form(PlaygroundSettings settings) {
        Set<String> without = new HashSet<>(Set.of(SOURCE));
        Map<String, String> variables = new HashMap<>(Map.of("SIM", ""));
        if (settings.port() == -1) {
            without.add("--port");
            variables.put(LiveOptions.PORT, String.valueOf(freePort()));
        }
        if (settings.monitorPort().orElse(0) == -1) {
            without.add("--monitor-port");
            variables.put(LiveOptions.MONITOR_PORT, String.valueOf(freePort()));
        }
        boolean pageIsElsewhere = settings.pagePort().isEmpty() && !PortOwner.isFree(PageSettings.DEFAULT_PORT);
        if (settings.page() && (pageIsElsewhere || settings.pagePort().orElse(0) == -1)) {
            without.add("--ui-port");
            variables.put(PageSettings.PORT_VARIABLE, String.valueOf(freePort()));
        }
        return new ChildProgram.ChildForm(jvmOptions(), Main.class.getName(), live.words(without), variables);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new ServerException("no free port is found: " + e.getMessage(), e);
        }
    }

    /** The options of this JVM, without agents, whose ports are taken, and without a new archive of classes. */
    private static List<String> jvmOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.matches("-(agent|javaagent|Xdebug|Xrunjdwp|XX:ArchiveClassesAtExit).*"))
                .toList();
    }
}
