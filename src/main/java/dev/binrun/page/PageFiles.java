package dev.binrun.page;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The files of the page: its own, and those of its libraries from their jars. Nothing else is served. */
final class PageFiles {
    /** The page itself. */
    static final String INDEX = "/";

    private static final String LIT = "/META-INF/resources/webjars/lit-html/3.3.1/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry(INDEX, "index.html"),
            Map.entry("/icon.svg", "icon.svg"),
            Map.entry("/page.css", "page.css"),
            Map.entry("/page.js", "page.js"),
            Map.entry("/actions.js", "actions.js"),
            Map.entry("/charts.js", "charts.js"),
            Map.entry("/format.js", "format.js"),
            Map.entry("/graph.js", "graph.js"),
            Map.entry("/messages.js", "messages.js"),
            Map.entry("/rates.js", "rates.js"),
            Map.entry("/tables.js", "tables.js"),
            Map.entry("/tail.js", "tail.js"),
            Map.entry("/lit-html/lit-html.js", LIT + "lit-html.js"),
            Map.entry("/lit-html/directive.js", LIT + "directive.js"),
            Map.entry("/lit-html/directive-helpers.js", LIT + "directive-helpers.js"),
            Map.entry("/lit-html/directives/live.js", LIT + "directives/live.js"),
            Map.entry("/lit-html/directives/repeat.js", LIT + "directives/repeat.js"),
            Map.entry("/uplot/uPlot.esm.js", UPLOT + "uPlot.esm.js"),
            Map.entry("/uplot/uPlot.min.css", UPLOT + "uPlot.min.css"));

    private final Map<String, String> values;

    /** @param values the values of the placeholders {@code {{name}}} in the page */
    PageFiles(Map<String, String> values) {
        this.values = values;
    }

    /** A file as it is sent. */
    record PageFile(String type, byte[] content) {}

    /** Returns the file at a path; empty if there is none. */
    Optional<PageFile> at(String path) throws IOException {
        String name = FILES.get(path);
        if (name == null) {
            return Optional.empty();
        }
        byte[] content = read(name);
        if (path.equals(INDEX)) {
            String page = new String(content, StandardCharsets.UTF_8);
            for (Map.Entry<String, String> value : values.entrySet()) {
                page = page.replace("{{" + value.getKey() + "}}", value.getValue());
            }
            content = page.getBytes(StandardCharsets.UTF_8);
        }
        return Optional.of(new PageFile(type(name), content));
    }

    private static byte[] read(String name) throws IOException {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("the class path lacks " + name);
            }
            return in.readAllBytes();
        }
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/javascript; charset=utf-8";
        };
    }
}
