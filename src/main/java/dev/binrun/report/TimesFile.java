package dev.binrun.report;

import dev.binrun.form.VisibleText;
import dev.binrun.verdict.Outcome;
import dev.binrun.verdict.Verdict;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The time of each scenario, for the shards of later runs. Each line is a time in seconds and a name, such as
 * {@code 1.234 A nacked order comes back}. The lines are sorted by name, so that versions of the file can be compared.
 */
final class TimesFile implements Report {
    private final ReportFolder folder;
    private final String name;

    /**
     * Creates the folder of the file if it is missing. A file with this name is kept until the run has ended, because
     * the run may read it.
     *
     * @throws IOException if the file cannot be written
     */
    TimesFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "a folder is in the way");
        }
        this.folder = new ReportFolder(file.toAbsolutePath().getParent());
        this.name = file.getFileName().toString();
    }

    @Override
    public void summary(List<Verdict> verdicts, int leftOut, Duration took) throws IOException {
        folder.write(
                name,
                verdicts.stream()
                        .filter(verdict -> verdict.outcome() != Outcome.SKIPPED && verdict.outcome() != Outcome.INVALID)
                        .sorted(Comparator.comparing(Verdict::name))
                        .map(TimesFile::line)
                        .collect(Collectors.joining()));
    }

    private static String line(Verdict verdict) {
        return String.format(Locale.ROOT, "%.3f ", verdict.took().toNanos() / 1e9) + VisibleText.line(verdict.name())
                + "\n";
    }
}
