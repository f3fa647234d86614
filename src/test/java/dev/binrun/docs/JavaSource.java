package dev.binrun.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** A Java source file that exists only as text. */
public final class JavaSource extends SimpleJavaFileObject {
    private final String code;

    private JavaSource(String code) {
        super(URI.create("memory:/" + className(code) + ".java"), JavaFileObject.Kind.SOURCE);
        this.code = code;
    }

    /** Compiles sources of one class each, and fails at a warning. */
    public static void compile(List<String> sources, Path classes) {
        StringWriter errors = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-Xlint:all,-processing,-path,-try", "-Werror", "-proc:none");
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        errors,
                        null,
                        null,
                        options,
                        null,
                        sources.stream().map(JavaSource::new).toList())
                .call();
        assertTrue(compiled, errors.toString());
    }

    /** Compiles a class with JUnit tests and runs them. */
    public static TestExecutionSummary test(String source, Path classes) throws Exception {
        compile(List.of(source), classes);
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        URL[] path = {classes.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(path, JavaSource.class.getClassLoader())) {
            Class<?> test = loader.loadClass(packageName(source) + className(source));
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectClass(test))
                                    .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                                    .build(),
                            listener);
        }
        return listener.getSummary();
    }

    private static String packageName(String code) {
        Matcher name = Pattern.compile("(?m)^package (\\S+);").matcher(code);
        return name.find() ? name.group(1) + "." : "";
    }

    private static String className(String code) {
        return code.replaceFirst("(?ms).*?^[\\w ]*\\bclass (\\w+).*", "$1");
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
    }
}
