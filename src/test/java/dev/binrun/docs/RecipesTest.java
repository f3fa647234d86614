package dev.binrun.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The recipes of docs/recipes.md are the scenarios of the gallery, and each has a proof that it can fail. */
class RecipesTest {
    private static final Path PAGE = Path.of("docs/recipes.md");
    private static final Path GALLERY = Path.of("scenarios/recipes");
    private static final Path RED = Path.of("src/test/resources/failing/recipes");
    private static final Path SERVICE = Path.of("src/test/java/dev/binrun/example");

    /** The scenario that needs the service, which the gallery cannot start. */
    private static final Path WITH_SERVICE = Path.of("src/test/resources/example/order-state.yaml");

    private static final Pattern MESSAGE = Pattern.compile("(?m)^# FAILED: \\d+: (.*)$");

    @ParameterizedTest
    @MethodSource("recipes")
    void page_recipeIsInGallery_showsIt(Path recipe) throws IOException {
        mustShow("yaml", body(recipe));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void page_recipeIsChanged_showsTheMessage(Path recipe) throws IOException {
        var message = MESSAGE.matcher(Files.readString(red(recipe)));

        assertTrue(message.find(), red(recipe) + " states its message");
        mustShow("text", message.group(1) + "\n");
    }

    /** FailingTest proves that the changed recipe fails with the message; this test proves that it is the recipe. */
    @ParameterizedTest
    @MethodSource("recipes")
    void redScenario_isTheRecipe_exceptForOneLine(Path recipe) throws IOException {
        boolean ofTheService = recipe.endsWith("06-own-service.yaml");
        List<String> green = body(ofTheService ? WITH_SERVICE : recipe).lines().toList();
        List<String> red = body(red(recipe)).lines().toList();

        assertEquals(1, without(green, red).size(), () -> "lines of the recipe only: " + without(green, red));
        assertTrue(without(red, green).size() <= 1, () -> "lines of the red scenario only: " + without(red, green));
    }

    /** The block is not marked as yaml, because tests of such blocks know only the verbs of the language. */
    @ParameterizedTest
    @ValueSource(strings = {"OrderService", "StartOrderService", "OrderScenariosTest", "OrderServiceTest"})
    void page_serviceIsTested_showsItsSources(String type) throws IOException {
        mustShow("java", Files.readString(SERVICE.resolve(type + ".java")));
        mustShow("yml", body(WITH_SERVICE));
    }

    static List<Path> recipes() throws IOException {
        try (Stream<Path> files = Files.list(GALLERY)) {
            List<Path> recipes = files.sorted().toList();
            assertFalse(recipes.isEmpty());
            return recipes;
        }
    }

    private static void mustShow(String language, String text) throws IOException {
        assertTrue(
                Files.readString(PAGE).contains("```" + language + "\n" + text + "```\n"),
                () -> PAGE + " has no " + language + " block with\n" + text);
    }

    private static Path red(Path recipe) {
        return RED.resolve(recipe.getFileName());
    }

    /** The scenario without the comments above it. */
    private static String body(Path file) throws IOException {
        return Files.readString(file).replaceFirst("^(#.*\n)+", "");
    }

    private static List<String> without(List<String> lines, List<String> others) {
        List<String> left = new ArrayList<>(lines);
        others.forEach(left::remove);
        return left;
    }
}
