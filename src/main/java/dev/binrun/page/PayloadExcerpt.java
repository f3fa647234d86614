package dev.binrun.page;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.binrun.jetstream.Json;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The start of a payload as a page shows it: {@code size}; {@code text}, or {@code hex} if the payload is binary;
 * {@code formatted} if it is JSON; {@code truncated} if it is longer.
 */
public final class PayloadExcerpt {
    private static final Gson PRETTY = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .create();

    private PayloadExcerpt() {}

    /**
     * Describes the start of a payload.
     *
     * @param most the number of bytes to show
     */
    public static Map<String, Object> of(byte[] payload, int most) {
        Map<String, Object> excerpt = new LinkedHashMap<>();
        excerpt.put("size", payload.length);
        boolean truncated = payload.length > most;
        byte[] start = truncated ? Arrays.copyOf(payload, most) : payload;
        Optional<String> text = text(start, !truncated);
        if (text.isPresent()) {
            excerpt.put("text", text.get());
            if (!truncated) {
                formatted(text.get()).ifPresent(json -> excerpt.put("formatted", json));
            }
        } else {
            excerpt.put("hex", HexFormat.of().formatHex(start));
        }
        if (truncated) {
            excerpt.put("truncated", true);
        }
        return excerpt;
    }

    /** Decodes UTF-8; empty if the bytes are binary. A cut may go through the last character. */
    private static Optional<String> text(byte[] bytes, boolean complete) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer characters = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), characters, complete);
        String text = characters.flip().toString();
        boolean binary = result.isError() || text.chars().anyMatch(c -> c < ' ' && "\t\r\n".indexOf(c) < 0 || c == 127);
        return binary ? Optional.empty() : Optional.of(text);
    }

    private static Optional<String> formatted(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[") ? Json.parse(text).map(PRETTY::toJson) : Optional.empty();
    }
}
