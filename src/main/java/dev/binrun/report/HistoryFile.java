package dev.binrun.report;

import com.google.gson.JsonObject;
import dev.binrun.history.Operation;
import dev.binrun.server.host.FileOwnership;
import dev.binrun.server.host.IoReason;
import dev.binrun.verdict.RunCourse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;

/** The operations of all clients: one line of JSON for each, in the order of their invocations within a run. */
final class HistoryFile implements Report {
    private final Path target;
    private final OutputStream out;

    /**
     * Creates the file, in place of one with this name.
     *
     * @throws IOException if it cannot be created
     */
    HistoryFile(Path target) throws IOException {
        this.target = target;
        this.out = new BufferedOutputStream(FileOwnership.replaceResult(target));
    }

    @Override
    public boolean wantsCourses() {
        return true;
    }

    @Override
    public void performed(RunCourse course) throws IOException {
        Iterator<Operation> operations = course.history().operations().iterator();
        try {
            while (operations.hasNext()) {
                String line = line(course, operations.next()) + "\n";
                out.write(line.getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
        } catch (IOException e) {
            throw new IOException(target + " cannot be written: " + IoReason.of(e), e);
        }
    }

    private static String line(RunCourse course, Operation operation) {
        JsonObject line = new JsonObject();
        line.addProperty("scenario", course.scenario().name());
        line.addProperty("client", operation.clientName());
        line.addProperty("operation", operation.kind().toString());
        line.addProperty("outcome", operation.completion().toString());
        line.addProperty("invoked_nanos", operation.invokedAt());
        if (operation.completedAt() != Operation.NEVER) {
            line.addProperty("completed_nanos", operation.completedAt());
        }
        addName(line, "stream", course, operation.stream());
        addName(line, "subject", course, operation.subject());
        if (operation.sequence() != 0) {
            line.addProperty("sequence", operation.sequence());
        }
        return line.toString();
    }

    private static void addName(JsonObject line, String key, RunCourse course, int name) {
        if (name != 0) {
            line.addProperty(key, course.secrets().mask(course.history().names().name(name)));
        }
    }
}
