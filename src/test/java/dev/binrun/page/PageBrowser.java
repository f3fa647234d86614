package dev.binrun.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** A headless Chromium that a test uses as a person does. */
public final class PageBrowser implements AutoCloseable {
    private static final double PIXELS_PER_INCH = 96;

    private final ChromeDriver driver;

    private PageBrowser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Starts a browser; skips the test if there is none. */
    public static PageBrowser open() {
        Optional<Path> chromium = onPath("chromium");
        Optional<Path> chromedriver = onPath("chromedriver");
        assumeTrue(
                chromium.isPresent() && chromedriver.isPresent(),
                "no chromium with chromedriver on the PATH; .ci/run installs them with apt");
        Logger.getLogger("org.openqa.selenium").setLevel(Level.SEVERE);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.get().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu");
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.get().toFile())
                .withSilent(true)
                .build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().timeouts().implicitlyWait(Duration.ofSeconds(20));
        return new PageBrowser(driver);
    }

    /** Opens an address in a window of this width. */
    public PageBrowser visit(String url, int width, String scheme) {
        driver.executeCdpCommand( // a window has at least 500 pixels
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        driver.get(url);
        return this;
    }

    /** Returns the visible text of the first element. */
    public String text(String selector) {
        return driver.findElement(By.cssSelector(selector)).getText();
    }

    /** Clicks a button by its label. */
    public void press(String area, String label) {
        driver.findElement(By.xpath("//*[@id='" + area + "']//button[normalize-space()='" + label + "' or @aria-label='"
                        + label + "']"))
                .click();
    }

    /** Replaces the text of a field in the open form. */
    public void type(String field, String text) {
        WebElement element = driver.findElement(By.cssSelector("dialog [name=" + field + "]"));
        element.clear();
        element.sendKeys(text);
    }

    /** Filters the live tail. */
    public void filter(String subject) {
        WebElement field = driver.findElement(By.cssSelector("#tail input[type=search]"));
        field.clear();
        field.sendKeys(subject, Keys.ENTER);
    }

    /** Runs a script in the page. */
    public Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Returns the page as a PDF of this size in pixels, as the screen shows it. */
    public byte[] pdf(int width, int height) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "screen"));
        Map<String, Object> result = driver.executeCdpCommand(
                "Page.printToPDF",
                Map.of(
                        "printBackground", true,
                        "paperWidth", width / PIXELS_PER_INCH,
                        "paperHeight", height / PIXELS_PER_INCH,
                        "marginTop", 0,
                        "marginBottom", 0,
                        "marginLeft", 0,
                        "marginRight", 0));
        return Base64.getDecoder().decode((String) result.get("data"));
    }

    /** Returns the serious problems that axe-core finds. */
    public List<?> problems() throws Exception {
        try (InputStream axe = PageBrowser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
        return (List<?>) driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then(
                    result => done(result.violations
                        .filter(found => ['serious', 'critical'].includes(found.impact))
                        .map(found => found.id + ': ' + found.nodes.map(node => node.html).slice(0, 3).join(' '))),
                    error => done([String(error)]));
                """);
    }

    /** Returns what the browser complains about: errors of scripts, and violations of the content security policy. */
    public List<String> complaints() {
        return driver.manage().logs().get("browser").getAll().stream()
                .map(entry -> entry.getMessage())
                .toList();
    }

    @Override
    public void close() {
        driver.quit();
    }

    private static Optional<Path> onPath(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
