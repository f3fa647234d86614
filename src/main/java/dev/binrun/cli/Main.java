package dev.binrun.cli;

/** Where the script enters. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String... args) {
        System.exit(Commands.of(Shell.ofProcess(), Parts.real(System.getenv())).execute(args));
    }
}
