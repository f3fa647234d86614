package dev.binrun.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.binrun.docs.ReferencePage.Row;
import dev.binrun.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The column Java: the code of all rows in one program, which waits before each row and after the last. */
final class JavaColumn implements Column {
    /** The line of the page that the code of the rows replaces. */
    private static final String PLACE = "// the cells of the column Java, in order";

    private static final String MAIN = "public static void main(String... args)";
    private static final String RUN = "static void run(Runnable turn, java.util.function.Consumer<Object> saw)";

    /** A line that declares a variable. */
    private static final Pattern NAMING = Pattern.compile("[\\w<>]+ (\\w+) = .*");

    private final Turns turns = new Turns();
    private final Path classes;
    private final Connection connection;

    /**
     * Compiles the program and starts it.
     *
     * @param classes an empty folder for the compiled classes
     */
    JavaColumn(ReferencePage page, List<Row> rows, NatsServer server, Path classes) throws Exception {
        this.classes = classes;
        JavaSource.compile(sources(page, rows, server.url()), classes);
        connection = Nats.connect(server.url());
        turns.start("java", this::run);
        turns.begun();
    }

    @Override
    public void next(Row row) throws Exception {
        turns.next();
    }

    @Override
    public void end() throws Exception {
        turns.end();
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        turns.close();
        Column.close(connection);
    }

    @Override
    public String toString() {
        return "Java";
    }

    private void run() throws Exception {
        URL[] path = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader())) {
            Method rows = loader.loadClass("Reference").getDeclaredMethod("run", Runnable.class, Consumer.class);
            rows.setAccessible(true);
            rows.invoke(null, (Runnable) turns::before, (Consumer<Object>) JavaColumn::mustNotBeEmpty);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause().toString(), e.getCause());
        }
    }

    /** Fails if a line found nothing, because jnats often returns null or an empty list in place of an exception. */
    private static void mustNotBeEmpty(Object seen) {
        boolean nothing = seen == null || seen.equals(false) || seen instanceof List<?> list && list.isEmpty();
        assertFalse(nothing, "this found nothing: " + seen);
    }

    private static List<String> sources(ReferencePage page, List<Row> rows, String url) {
        StringBuilder body = new StringBuilder();
        for (Row row : rows) {
            body.append("turn.run(); // ").append(row).append('\n');
            row.java().forEach(java -> body.append(java).append(";\n").append(look(java)));
        }
        body.append("turn.run(); nc.close();\n");
        String code = body.toString().replace(ReferencePage.URL, url);
        return page.blocks().stream()
                .map(block -> block.replace(PLACE, code).replace(MAIN, RUN))
                .toList();
    }

    /** Returns code that inspects the result of a line, if the line assigns it to a variable. */
    private static String look(String java) {
        Matcher naming = NAMING.matcher(java);
        boolean toBeFilled = java.contains("= new ");
        return naming.matches() && !toBeFilled ? "saw.accept(" + naming.group(1) + ");\n" : "";
    }
}
