package dev.binrun.verb;

import com.google.gson.JsonElement;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.JsonText;
import dev.binrun.form.Size;
import dev.binrun.form.TemplateText;
import dev.binrun.jetstream.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The payload of a message, stated in one of these ways; without any of them it is empty. */
public record Payload(
        @Arg(
                value = "the text",
                also = {"value", "body"})
        Optional<TemplateText> data,

        @Arg("a tree that is sent as JSON") Optional<JsonText> json,
        @Arg("the bytes in hexadecimal digits") Optional<TemplateText> hex,

        @Arg("a file whose bytes are sent; its path is relative to the scenario")
        Optional<TemplateText> file,

        @Arg(value = "this many bytes; byte i has the value i mod 251", min = 0, max = 67_108_864)
        Optional<Size> size) {

    private static final int PERIOD = 251;

    public Payload {
        List<String> given = new ArrayList<>();
        data.ifPresent(text -> given.add("data"));
        json.ifPresent(tree -> given.add("json"));
        hex.ifPresent(text -> given.add("hex"));
        file.ifPresent(path -> given.add("file"));
        size.ifPresent(bytes -> given.add("size"));
        if (given.size() > 1) {
            throw new InvalidArgumentException(
                    given.get(1),
                    "a payload is stated by one of data, json, hex, file and size, this one has "
                            + String.join(" and ", given));
        }
        hex.flatMap(TemplateText::constant).ifPresent(Payload::mustBeHex);
    }

    /**
     * Returns the bytes of the i-th message.
     *
     * @throws PayloadException if a text is not hexadecimal, or a file cannot be read
     */
    public byte[] bytes(VerbWorld world, long i) {
        if (data.isPresent()) {
            return data.get().at(i).getBytes(StandardCharsets.UTF_8);
        }
        if (json.isPresent()) {
            return Json.write(json.get().at(i)).getBytes(StandardCharsets.UTF_8);
        }
        if (hex.isPresent()) {
            return fromHex(hex.get().at(i));
        }
        return file.isPresent()
                ? read(world.folder(), file.get().at(i))
                : pattern((int) size.map(Size::bytes).orElse(0L).longValue());
    }

    /** Returns whether the payload is not stated. */
    public boolean isEmpty() {
        return data.isEmpty() && json.isEmpty() && hex.isEmpty() && file.isEmpty() && size.isEmpty();
    }

    /** Returns this payload with one more name that its texts can refer to. */
    public Payload with(String name, JsonElement value) {
        return new Payload(
                data.map(text -> text.with(name, value)),
                json.map(tree -> tree.with(name, value)),
                hex.map(text -> text.with(name, value)),
                file.map(text -> text.with(name, value)),
                size);
    }

    private static void mustBeHex(String hex) {
        try {
            fromHex(hex);
        } catch (PayloadException e) {
            throw new InvalidArgumentException("hex", e.getMessage());
        }
    }

    private static byte[] fromHex(String hex) {
        try {
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new PayloadException("'" + hex + "' is not hexadecimal: " + e.getMessage());
        }
    }

    private static byte[] read(Path folder, String name) {
        try {
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file)) {
                throw new PayloadException(
                        "the file '" + name + "' does not exist (paths are relative to the scenario's folder)");
            }
            return Files.readAllBytes(file);
        } catch (InvalidPathException | IOException e) {
            throw new PayloadException("the file '" + name + "' cannot be read: " + e.getMessage());
        }
    }

    private static byte[] pattern(int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < Math.min(size, PERIOD); i++) {
            bytes[i] = (byte) i;
        }
        for (int done = PERIOD; done < size; done *= 2) {
            System.arraycopy(bytes, 0, bytes, done, Math.min(done, size - done));
        }
        return bytes;
    }
}
