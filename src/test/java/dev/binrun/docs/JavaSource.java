package dev.binrun.docs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A Java source file that exists only as text. */
public final class JavaSource extends SimpleJavaFileObject {
    private final String code;

    private JavaSource(String code) {
        super(
                URI.create("memory:/" + code.replaceFirst("(?ms).*?^[\\w ]*\\bclass (\\w+).*", "$1") + ".java"),
                JavaFileObject.Kind.SOURCE);
        this.code = code;
    }

    /** Compiles sources of one class each, and fails at a warning. */
    public static void compile(List<String> sources, Path classes) {
        StringWriter errors = new StringWriter();
        List<String> options =
                List.of("-d", classes.toString(), "-Xlint:all,-processing,-path", "-Werror", "-proc:none");
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

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
    }
}
