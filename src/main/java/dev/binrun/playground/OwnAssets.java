package dev.binrun.playground;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.jetstream.Api;
import dev.binrun.jetstream.ApiErrorCode;
import dev.binrun.jetstream.AppliedConfiguration;
import dev.binrun.jetstream.IgnoredFieldException;
import dev.binrun.jetstream.VerbFailedException;
import dev.binrun.scenario.Step;
import dev.binrun.scenario.TopologyFile;
import dev.binrun.scenario.yaml.InvalidDocumentException;
import dev.binrun.scenario.yaml.Problem;
import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.SettingException;
import dev.binrun.sessions.OverlappingStreams;
import dev.binrun.verb.AssetVerb;
import dev.binrun.verb.Verb;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The streams, consumers, buckets and object stores that the user adds to those of the business logic. */
final class OwnAssets {
    private final TopologyFile file;

    private OwnAssets(TopologyFile file) {
        this.file = file;
    }

    /**
     * Reads the user's file.
     *
     * @throws SettingException if the file cannot be read, or with all its problems
     */
    static OwnAssets read(Path file) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new SettingException(
                    PlaygroundSettings.CONFIG + " must be a file of streams, consumers, kv and objects, but "
                            + file + " is " + (Files.isDirectory(file) ? "a folder" : "a pipe or a device")
                            + "; name a file");
        }
        try {
            return new OwnAssets(TopologyFile.read(file));
        } catch (UncheckedIOException e) {
            throw new SettingException(
                    PlaygroundSettings.CONFIG + ": the file " + file + " cannot be read: "
                            + (file.toFile().exists() ? e.getCause().getMessage() : "it does not exist"),
                    e);
        } catch (InvalidDocumentException e) {
            String all = e.problems().stream().map(Problem::toString).collect(Collectors.joining("\n"));
            throw new SettingException(PlaygroundSettings.CONFIG + ":\n" + all, e);
        }
    }

    /**
     * Creates missing streams, consumers, buckets and object stores. Existing ones stay unchanged; a warning names each
     * difference.
     *
     * @param lines gets a line for each creation and difference
     * @throws ServerException if the server rejects one
     */
    void make(Connection nc, Consumer<String> lines) throws InterruptedException {
        file.warnings().forEach(warning -> lines.accept(warning.toString()));
        LiveWorld world = new LiveWorld(nc, file.path().toAbsolutePath().getParent());
        for (Step step : file.steps()) {
            try {
                for (Verb verb : step.bind(LiveWorld.NO_NAMES)) {
                    make((AssetVerb) verb, world, step, lines);
                }
            } catch (VerbFailedException | IgnoredFieldException | InvalidDocumentException e) {
                throw new ServerException(
                        step.place() + ": " + step.label() + ": " + e.getMessage() + overlapping(nc, step, world, e),
                        e);
            }
        }
    }

    /** The server does not name the streams that the rejected one overlaps. */
    private static String overlapping(Connection nc, Step step, LiveWorld world, RuntimeException failure) {
        if (!failure.getMessage().contains("(" + ApiErrorCode.STREAM_SUBJECT_OVERLAP.number() + ")")) {
            return "";
        }
        try {
            for (Verb verb : step.bind(LiveWorld.NO_NAMES)) {
                JsonObject wanted = ((AssetVerb) verb).wanted(world);
                if (wanted.has("name") && wanted.has("subjects")) {
                    List<String> subjects = wanted.getAsJsonArray("subjects").asList().stream()
                            .map(JsonElement::getAsString)
                            .toList();
                    return ", the "
                            + OverlappingStreams.named(
                                    nc.jetStreamManagement(), wanted.get("name").getAsString(), subjects);
                }
            }
        } catch (IOException | JetStreamApiException e) {
            return "";
        }
        return "";
    }

    private static void make(AssetVerb asset, LiveWorld world, Step step, Consumer<String> lines)
            throws InterruptedException {
        Optional<JsonObject> existing = existing(asset, world);
        if (existing.isEmpty()) {
            asset.run(world);
            lines.accept(asset.what() + " was made");
            return;
        }
        List<String> differences = AppliedConfiguration.differences(asset.wanted(world), existing.get());
        if (!differences.isEmpty()) {
            lines.accept("warning: " + step.place() + ": " + asset.what() + " is there already and stays as it is: "
                    + String.join("; ", differences));
        }
    }

    private static Optional<JsonObject> existing(AssetVerb asset, LiveWorld world) throws InterruptedException {
        if (asset.infoSubject().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Api.ask(world, asset.infoSubject().get(), null).getAsJsonObject("config"));
        } catch (VerbFailedException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
