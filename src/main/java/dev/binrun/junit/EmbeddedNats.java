package dev.binrun.junit;

import io.nats.client.api.StorageType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives each test a real nats-server with JetStream, and injects clients of it.
 *
 * <pre>{@code
 * @EmbeddedNats(nodes = 3)
 * class LeaderTest {
 *     @Test
 *     void leaderIsKilled_otherNodeLeads(JetStreamManagement streams, NatsCluster cluster) throws Exception {
 *         streams.addStream(StreamConfiguration.builder()
 *                 .name("ORDERS").subjects("orders.>").replicas(3).build());
 *
 *         NatsServer leader = cluster.leaderOf("ORDERS");
 *         leader.kill();
 *
 *         assertNotEquals(leader, cluster.leaderOf("ORDERS")); // waits for the election
 *     }
 * }
 * }</pre>
 *
 * <p>The server is ready before the constructor of the test class. Constructors, lifecycle methods and tests may have
 * parameters of these types, in any order:
 *
 * <ul>
 *   <li>{@link io.nats.client.Connection}, {@link io.nats.client.JetStream} and
 *       {@link io.nats.client.JetStreamManagement}: all from one connection for each test and server, which is closed
 *       after the test
 *   <li>{@link dev.binrun.server.NatsServer} and {@link dev.binrun.server.cluster.NatsCluster}: the server itself, to
 *       kill, pause or cut off
 *   <li>{@link NatsChecks}: checks of everything that the connections of the test sent and received
 *   <li>with {@link Nats @Nats("name")}: {@link io.nats.client.StreamContext}, {@link io.nats.client.ConsumerContext},
 *       {@link io.nats.client.KeyValue} and {@link io.nats.client.ObjectStore}
 * </ul>
 *
 * <p>A parameter with another annotation is left to other extensions. A nested class uses the servers of its outer
 * class. An annotation on a nested class or a method replaces an outer one of the same name, and adds one of another
 * name. The annotation may be repeated, inherited, and used on an annotation of your own.
 *
 * <p>In a test of Spring, the server of a class belongs to the application context: it starts before the context, ends
 * with it, and is a bean. In a test of Micronaut, it belongs to the class, as the application does.
 *
 * <p>A wrong value is an error before any server starts. If no nats-server executable is available, the tests are
 * aborted; if the environment variable {@code CI} is set, they fail.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@Repeatable(EmbeddedNatsServers.class)
@ExtendWith(EmbeddedNatsExtension.class)
@API(status = Status.EXPERIMENTAL)
public @interface EmbeddedNats {
    /** Returns the name by which {@link Nats} chooses this server; needed only if a test has several servers. */
    String name() default "";

    /** Returns the number of nodes: 1, or 3 or 5 for a cluster. */
    int nodes() default 1;

    /** Returns the storage of the streams, buckets and object stores of {@link #topology} that do not state one. */
    StorageType storage() default StorageType.File;

    /** Returns settings of the server in the syntax of its configuration file, such as {@code max_payload: 64KB}. */
    String config() default "";

    /**
     * Returns a configuration file of the server: a path that starts at the project's folder, or {@code classpath:} and
     * the name of a resource.
     */
    String configFile() default "";

    /**
     * Returns the streams, consumers, buckets and object stores that exist when a test starts. The value is YAML with
     * the keys {@code streams}, {@code consumers}, {@code kv} and {@code objects}, or a file with this text if it ends
     * in {@code .yaml}, {@code .yml} or {@code .json}; see {@link #configFile} for its place.
     */
    String topology() default "";

    /** Returns the tests that share the server. */
    NatsScope scope() default NatsScope.METHOD;

    /**
     * Returns the system properties that have the server's URL while the server is in use, such as
     * {@code nats.spring.server}. Each has its earlier value afterwards. Tests that run at the same time cannot share a
     * property. In a test of Spring, the environment of the application context has them in place of the system.
     */
    String[] properties() default {};
}
