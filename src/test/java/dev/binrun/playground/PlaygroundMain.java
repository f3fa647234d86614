package dev.binrun.playground;

import dev.binrun.server.host.ServerException;

/** The live system as a separate process. */
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
