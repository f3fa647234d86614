package dev.binrun.playground;

import dev.binrun.server.host.ServerException;

/** The business-logic mode as a process of its own. */
final class PlaygroundMain {
    private PlaygroundMain() {}

    public static void main(String[] arguments) throws Exception {
        try {
            Playground.run(PlaygroundSettings.of(System.getenv()), System.out, () -> false);
        } catch (ServerException e) {
            System.out.println(e.getMessage());
            System.exit(3);
        }
    }
}
