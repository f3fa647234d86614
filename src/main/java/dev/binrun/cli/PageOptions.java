package dev.binrun.cli;

import dev.binrun.page.LivePage;
import dev.binrun.page.PageSettings;
import dev.binrun.server.host.SettingException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of the live page, for commands that serve it only if {@code --ui} is given. */
final class PageOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--ui", description = "Serve the live page, a web page on 127.0.0.1 that shows the server.")
    private boolean ui;

    @Option(
            names = "--ui-port",
            paramLabel = "PORT",
            description =
                    "The port of the live page, -1 for any free one; default: 8422, or any free one if it is taken.")
    private Optional<Integer> port = Optional.empty();

    /** Returns whether the page is served. */
    boolean isOn() {
        return ui;
    }

    /**
     * Rejects a port without a page.
     *
     * @throws ParameterException if the port is given without {@code --ui}
     */
    void check() {
        if (!ui && port.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--ui-port: the live page is off; add --ui");
        }
    }

    /**
     * Takes the port of the page, if it is served.
     *
     * @param note gets a sentence if the page does not have the default port
     * @throws ParameterException if the port is taken or wrong
     */
    Optional<LivePage> open(boolean readOnly, Consumer<String> note) {
        return ui ? Optional.of(take(spec, port, readOnly, note)) : Optional.empty();
    }

    /**
     * Takes the port of a page that a command serves.
     *
     * @param port the value of {@code --ui-port}
     * @param note gets a sentence if the page does not have the default port
     * @throws ParameterException if the port is taken or wrong
     */
    static LivePage take(CommandSpec command, Optional<Integer> port, boolean readOnly, Consumer<String> note) {
        try {
            LivePage page =
                    LivePage.open(new PageSettings(port.map(OptionalInt::of).orElse(OptionalInt.empty()), readOnly));
            page.note().ifPresent(note);
            return page;
        } catch (SettingException | IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), e.getMessage().replace(PageSettings.PORT_VARIABLE, "--ui-port"), e);
        }
    }
}
