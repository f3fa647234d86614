package dev.binrun.reload;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.util.Elements;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java compiler of this JVM. It becomes faster with each use. */
final class SourceCompiler implements AutoCloseable {
    /** As the script compiles; a program that runs for a short time has no use for dynamic concatenation. */
    private static final List<String> OPTIONS =
            List.of("-g", "-parameters", "-encoding", "UTF-8", "-proc:none", "-XDstringConcat=inline", "-Xlint:none");

    private final JavaCompiler compiler;

    /** Keeps the libraries open. */
    private final StandardJavaFileManager manager;

    private SourceCompiler(JavaCompiler compiler) {
        this.compiler = compiler;
        this.manager = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
    }

    /** Returns the compiler; empty if this Java is no JDK. */
    static Optional<SourceCompiler> ofThisJvm() {
        return Optional.ofNullable(ToolProvider.getSystemJavaCompiler()).map(SourceCompiler::new);
    }

    /**
     * Compiles files into a folder.
     *
     * @return the errors, each with its place; empty if there are none
     */
    List<String> compile(Collection<Path> files, List<Path> classPath, Path output) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(List.of("-d", output.toString(), "-cp", text(classPath)));
        compiler.getTask(
                        Writer.nullWriter(),
                        manager,
                        problems,
                        options,
                        null,
                        manager.getJavaFileObjectsFromPaths(files))
                .call();
        return problems.getDiagnostics().stream()
                .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
                .map(SourceCompiler::sentence)
                .toList();
    }

    /** Asks a question about the classes of a class path. */
    <T> T elements(List<Path> classPath, Function<Elements, T> question) {
        JavaCompiler.CompilationTask task = compiler.getTask(
                Writer.nullWriter(),
                manager,
                problem -> {},
                List.of("-proc:none", "-cp", text(classPath)),
                List.of("java.lang.Object"),
                null);
        return question.apply(((JavacTask) task).getElements());
    }

    @Override
    public void close() throws IOException {
        manager.close();
    }

    private static String text(List<Path> classPath) {
        return classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** A problem without a source is one of the whole compilation. */
    private static String sentence(Diagnostic<? extends JavaFileObject> problem) {
        String message = problem.getMessage(Locale.ROOT);
        if (problem.getSource() == null) {
            return message;
        }
        Path file = Path.of(problem.getSource().toUri());
        Path here = Path.of("").toAbsolutePath();
        return (file.startsWith(here) ? here.relativize(file) : file) + ":" + problem.getLineNumber() + ": " + message;
    }
}
