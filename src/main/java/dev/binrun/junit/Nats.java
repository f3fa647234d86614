package dev.binrun.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Chooses the stream, consumer, bucket, object store or server for a parameter of a test with {@link EmbeddedNats}.
 *
 * <pre>{@code
 * void order_isStored(
 *         @Nats("ORDERS") StreamContext orders,
 *         @Nats("ORDERS/worker") ConsumerContext worker,
 *         @Nats("prices") KeyValue prices,
 *         @Nats(value = "invoices", server = "archive") ObjectStore invoices,
 *         @Nats("archive") Connection archive) {
 *     // ORDERS and its consumer "worker" exist on the server without a name
 * }
 * }</pre>
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@API(status = Status.EXPERIMENTAL)
public @interface Nats {
    /**
     * Returns the name of the stream, bucket or object store, or {@code STREAM/CONSUMER} for a consumer. It must exist
     * when the parameter is injected. For the other types, returns the name of the server.
     */
    String value() default "";

    /** Returns the name of the server that has the stream, consumer, bucket or object store. */
    String server() default "";
}
