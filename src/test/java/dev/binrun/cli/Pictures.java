package dev.binrun.cli;

import static org.awaitility.Awaitility.await;

import dev.binrun.page.PageBrowser;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.Nats;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the pictures of the docs: the live page with some traffic, and the report of a failed run. They are vector
 * graphics, because the repository has no binary files. Needs chromium, chromedriver and pdftocairo (poppler-utils).
 *
 * <pre>mvn -q -B test-compile exec:java -Dexec.mainClass=dev.binrun.cli.Pictures -Dexec.classpathScope=test</pre>
 */
final class Pictures {
    private static final Path DOCS = Path.of("docs", "pictures");
    private static final Path WORK = Path.of("target", "pictures");
    private static final int WIDTH = 1200;

    private Pictures() {}

    public static void main(String[] arguments) throws Exception {
        Files.createDirectories(DOCS);
        Files.createDirectories(WORK);
        try (PageBrowser browser = PageBrowser.open()) {
            report(browser);
            page(browser);
        }
    }

    private static void report(PageBrowser browser) throws Exception {
        Path file = WORK.resolve("run.html");
        binrun("run", "src/test/resources/report/lost-order.yaml", "--html", file.toString())
                .inheritIO()
                .start()
                .waitFor();
        browser.visit(file.toUri() + "#s1", WIDTH, "light");
        browser.run("document.querySelectorAll('.step').forEach(step => step.open = false)");
        draw(browser, "report", 1000);
    }

    private static void page(PageBrowser browser) throws Exception {
        Process live = binrun(
                        "--port",
                        "-1",
                        "--ui-port",
                        "-1",
                        "--store-dir",
                        WORK.resolve("store").toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = live.inputReader(StandardCharsets.UTF_8)) {
            String page = "";
            String server = "";
            while (server.isEmpty()) {
                String line = output.readLine();
                page = page.isEmpty() ? address(line, "http://[0-9.:]+") : page;
                server = address(line, "(?<=Live system on )nats://[0-9.:]+");
            }
            browser.visit(page, WIDTH, "light");
            traffic(server);
            browser.run("document.getElementById('charts').remove()"); // they are bitmaps
            draw(browser, "page", 790);
        } finally {
            live.destroy();
            live.waitFor();
        }
    }

    /** Publishes until the charts show something. */
    private static void traffic(String server) throws Exception {
        Connection nats = Nats.connect(server);
        try {
            KeyValue sessions = nats.keyValue("sessions");
            sessions.put("Alice", "{\"subscriptions\":[\"event.orders.>\"]}");
            sessions.put("Bob", "{\"subscriptions\":[\"event.orders.paid\",\"event.users.*\"]}");
            int[] order = {0};
            await().atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(60))
                    .until(() -> {
                        int number = ++order[0];
                        nats.publish("event.orders.created", json(number));
                        if (number % 3 == 0) {
                            nats.publish("event.orders.paid", json(number));
                            nats.publish("command.x", json(number));
                        }
                        if (number % 7 == 0) {
                            nats.publish("event.users.joined", "{\"user\":\"Carol\"}".getBytes(StandardCharsets.UTF_8));
                        }
                        return number == 400;
                    });
        } finally {
            nats.close();
        }
    }

    private static byte[] json(int order) {
        return ("{\"order\":" + order + ",\"total\":" + order * 13 % 100 + "}").getBytes(StandardCharsets.UTF_8);
    }

    private static void draw(PageBrowser browser, String name, int height) throws Exception {
        Path pdf = Files.write(WORK.resolve(name + ".pdf"), browser.pdf(WIDTH, height));
        new ProcessBuilder(
                        "pdftocairo",
                        "-svg",
                        "-f",
                        "1",
                        "-l",
                        "1",
                        pdf.toString(),
                        DOCS.resolve(name + ".svg").toString())
                .inheritIO()
                .start()
                .waitFor();
    }

    private static String address(String line, String pattern) throws IOException {
        if (line == null) {
            throw new IOException("the live system has ended");
        }
        Matcher address = Pattern.compile(pattern).matcher(line);
        return address.find() ? address.group() : "";
    }

    private static ProcessBuilder binrun(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Forked.classPath(),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
