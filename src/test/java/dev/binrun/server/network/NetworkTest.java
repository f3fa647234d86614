package dev.binrun.server.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.server.host.ServerException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class NetworkTest {
    private static final List<String> CLIENT = List.of("client");
    private static final List<String> NODE = List.of("n1");
    private static final int SILENCE_MILLIS = 200;

    private final Network network = new Network(List.of("n1", "n2"));
    private ServerSocket node;

    @BeforeEach
    void listen() throws IOException {
        node = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        network.addClient("client");
        network.forwardTo("n1", (InetSocketAddress) node.getLocalSocketAddress(), Optional.empty());
    }

    @AfterEach
    void close() throws IOException {
        network.close();
        node.close();
    }

    @Test
    void connection_withoutFaults_passesAllBytesAndTheEnd() throws Exception {
        byte[] sent = new byte[3_000_000];
        new Random(1).nextBytes(sent);
        try (Socket near = connect();
                Socket far = node.accept()) {
            CompletableFuture<byte[]> echo = CompletableFuture.supplyAsync(() -> echo(far));
            CompletableFuture<byte[]> back = CompletableFuture.supplyAsync(() -> read(near));
            near.getOutputStream().write(sent);
            near.shutdownOutput();
            assertArrayEquals(sent, echo.join());
            assertArrayEquals(sent, back.join());
        }
    }

    @Test
    void cut_bothDirections_holdsBytesUntilHealed() throws Exception {
        try (Socket near = connect();
                Socket far = node.accept()) {
            exchange(near, far);
            network.cut(CLIENT, NODE, Direction.BOTH);
            near.getOutputStream().write(7);
            far.getOutputStream().write(8);
            assertSilent(far);
            assertSilent(near);
            network.heal(CLIENT, NODE, Direction.BOTH);
            assertEquals(7, far.getInputStream().read());
            assertEquals(8, near.getInputStream().read());
        }
    }

    @Test
    void cut_oneDirection_otherDirectionPasses() throws Exception {
        try (Socket near = connect();
                Socket far = node.accept()) {
            network.cut(CLIENT, NODE, Direction.FORTH);
            near.getOutputStream().write(7);
            far.getOutputStream().write(8);
            assertEquals(8, near.getInputStream().read());
            assertSilent(far);
            network.heal();
            assertEquals(7, far.getInputStream().read());
        }
    }

    @Test
    void cut_connectionEnds_holdsTheEnd() throws Exception {
        try (Socket near = connect();
                Socket far = node.accept()) {
            network.cut(CLIENT, NODE, Direction.BOTH);
            far.shutdownOutput();
            assertSilent(near);
            network.heal();
            assertEquals(-1, near.getInputStream().read());
        }
    }

    @Test
    void connect_duringCut_isAcceptedWhenHealed() throws Exception {
        network.cut(CLIENT, NODE, Direction.BOTH);
        try (Socket near = connect()) {
            near.getOutputStream().write(7);
            node.setSoTimeout(SILENCE_MILLIS);
            assertThrows(SocketTimeoutException.class, node::accept);
            network.heal(NODE, CLIENT, Direction.BOTH);
            node.setSoTimeout(10_000);
            try (Socket far = node.accept()) {
                assertEquals(7, far.getInputStream().read());
            }
        }
    }

    @Test
    void connect_nodeIsDown_isRefused_nodeIsStarting_waits() throws Exception {
        network.refuseConnections("n1", () -> true);
        assertThrows(SocketException.class, () -> {
            try (Socket near = connect()) {
                near.getInputStream().read(); // on systems that cannot share ports the connection is reset
            }
        });
        network.holdConnections("n1");
        try (Socket near = connect()) {
            assertSilent(near);
            network.forwardTo("n1", (InetSocketAddress) node.getLocalSocketAddress(), Optional.empty());
            node.accept().close();
            assertEquals(-1, near.getInputStream().read());
        }
    }

    /** nats-server retries a closed route at once, but a refused route only once a second. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void connect_nodeIsDown_kernelRefusesAtTheSamePort() throws Exception {
        int port = network.port("client", "n1");
        for (int i = 0; i < 20; i++) {
            network.refuseConnections("n1", () -> true);
            Awaitility.await().until(() -> refuses(port));
            network.holdConnections("n1");
            network.forwardTo("n1", (InetSocketAddress) node.getLocalSocketAddress(), Optional.empty());
            Awaitility.await().until(() -> !refuses(port));
            node.accept().close();
        }
        network.refuseConnections("n1", () -> true);
        network.cut(CLIENT, NODE, Direction.BOTH);
        Awaitility.await().until(() -> !refuses(port)); // a cut is silence, whatever is behind it
        network.heal();
        Awaitility.await().until(() -> refuses(port));
    }

    /** Too many open files can make accept fail; the loop must not spin meanwhile. */
    @Test
    void accept_fails_isTriedAgainLater() throws Exception {
        try (LinkLoop loop = new LinkLoop("test")) {
            Link[] link = new Link[1];
            boolean[] accepts = new boolean[3];
            loop.apply(() -> {
                link[0] = new Link(loop, new LinkState(), new LinkState());
                link[0].forwardTo((InetSocketAddress) node.getLocalSocketAddress());
                accepts[0] = link[0].accepts();
                link[0].pause(new IOException("Too many open files"));
                link[0].refresh();
                accepts[1] = link[0].accepts();
            });
            assertTrue(accepts[0]);
            assertFalse(accepts[1]);
            Awaitility.await().until(() -> {
                loop.apply(() -> accepts[2] = link[0].accepts());
                return accepts[2];
            });
            link[0].close();
        }
    }

    @Test
    void relay_closed_leavesNoAlarm() throws Exception {
        try (LinkLoop loop = new LinkLoop("test")) {
            LinkState state = new LinkState();
            int[] alarms = new int[2];
            loop.apply(() -> state.delay(Optional.of(LinkDelay.latency(Duration.ofHours(1))), 1, System.nanoTime()));
            try (SocketChannel near = SocketChannel.open(node.getLocalSocketAddress())) {
                SocketChannel far = SocketChannel.open();
                near.configureBlocking(false);
                Relay relay = new Relay(loop, near, far, state, new LinkState(), gone -> {});
                loop.apply(() -> relay.open((InetSocketAddress) node.getLocalSocketAddress()));
                try (Socket sender = node.accept()) {
                    sender.getOutputStream().write(7);
                    Awaitility.await().until(() -> {
                        loop.apply(() -> alarms[0] = loop.alarms());
                        return alarms[0] == 1;
                    });
                }
                loop.apply(() -> {
                    relay.close();
                    alarms[1] = loop.alarms();
                });
            }
            assertEquals(0, alarms[1]);
        }
    }

    private static boolean refuses(int port) throws IOException {
        try (Socket near = new Socket()) {
            near.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }

    @Test
    void delay_latency_addsToEachDelayedDirection() throws Exception {
        try (Socket near = connect();
                Socket far = node.accept()) {
            network.delay(CLIENT, NODE, Direction.FORTH, Optional.of(LinkDelay.latency(Duration.ofMillis(200))), 1);
            long forth = roundTrip(near, far);
            network.delay(CLIENT, NODE, Direction.BOTH, Optional.of(LinkDelay.latency(Duration.ofMillis(200))), 1);
            long both = roundTrip(near, far);
            network.heal();
            assertTrue(forth >= 200 && both >= 400, forth + " " + both);
            assertTrue(roundTrip(near, far) < 200);
        }
    }

    @Test
    void delay_bandwidth_limitsTheRateAndChangesNoByte() throws Exception {
        byte[] sent = new byte[100_000];
        new Random(1).nextBytes(sent);
        try (Socket near = connect();
                Socket far = node.accept()) {
            network.delay(
                    CLIENT,
                    NODE,
                    Direction.FORTH,
                    Optional.of(new LinkDelay(Duration.ZERO, Duration.ofMillis(3), OptionalLong.of(200_000))),
                    1);
            long begin = System.nanoTime();
            near.getOutputStream().write(sent);
            near.shutdownOutput();
            assertArrayEquals(sent, read(far));
            long millis = (System.nanoTime() - begin) / 1_000_000;
            assertTrue(millis >= 400 && millis < 5_000, millis + "ms");
        }
    }

    @Test
    void cut_wrongNames_isRejectedWithTheKnownNames() {
        assertEquals(
                "n9 is neither a node nor a client here. Known names: n1, n2, client (a client)",
                refusal(List.of("n1"), List.of("n9")));
        assertEquals(
                "one side is empty. Name nodes or clients on both sides: n1, n2, client (a client)",
                refusal(List.of(), NODE));
        assertEquals("n1 is on both sides, and has no connection to itself", refusal(NODE, NODE));
        network.addClient("other");
        assertEquals(
                "client and other are clients, and clients have no connection to each other."
                        + " Name a node on one side: n1, n2",
                refusal(CLIENT, List.of("other")));
        assertEquals(
                "a client cannot have the name of the node n1; choose another name",
                assertThrows(ServerException.class, () -> network.addClient("n1"))
                        .getMessage());
        assertEquals(
                "the network's latency must be from 0s to 1h, was PT-1S",
                assertThrows(IllegalArgumentException.class, () -> LinkDelay.latency(Duration.ofSeconds(-1)))
                        .getMessage());
    }

    @Test
    void port_networkClosed_isRejectedForNewLinks() {
        int known = network.port("client", "n1");
        network.close();
        assertEquals(known, network.port("client", "n1"));
        assertEquals(
                "the network is closed, so client cannot reach n2",
                assertThrows(ServerException.class, () -> network.port("client", "n2"))
                        .getMessage());
    }

    @Test
    void network_withoutLinks_keepsItsState() {
        try (Network idle = new Network(NODE)) {
            idle.addClient("client");
            idle.cut(CLIENT, NODE, Direction.BOTH);
            assertTrue(idle.isDisturbed());
            assertFalse(idle.connects("client", "n1"));
            idle.heal();
            assertFalse(idle.isDisturbed());
        }
    }

    private String refusal(List<String> from, List<String> to) {
        return assertThrows(ServerException.class, () -> network.cut(from, to, Direction.BOTH))
                .getMessage();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), network.port("client", "n1"));
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void exchange(Socket near, Socket far) throws IOException {
        near.getOutputStream().write(1);
        assertEquals(1, far.getInputStream().read());
        far.getOutputStream().write(2);
        assertEquals(2, near.getInputStream().read());
    }

    private static long roundTrip(Socket near, Socket far) throws IOException {
        long begin = System.nanoTime();
        exchange(near, far);
        return (System.nanoTime() - begin) / 1_000_000;
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
        socket.setSoTimeout(0);
    }

    private static byte[] echo(Socket socket) {
        try {
            byte[] all = socket.getInputStream().readAllBytes();
            socket.getOutputStream().write(all);
            socket.shutdownOutput();
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] read(Socket socket) {
        try {
            return socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
