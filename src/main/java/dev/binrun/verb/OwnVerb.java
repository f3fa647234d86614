package dev.binrun.verb;

import java.time.Duration;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * A verb of a project's own, by which a step acts on the system under test. {@link java.util.ServiceLoader} finds it:
 * it is a public class with a public constructor without parameters, named in {@code
 * META-INF/services/dev.binrun.verb.OwnVerb}.
 *
 * <pre>{@code
 * public final class PlaceOrder implements OwnVerb<PlaceOrder.Order> {
 *     public record Order(String id, int howMany, Optional<String> item) {}
 *
 *     public String name() {
 *         return "place order";
 *     }
 *
 *     public Class<Order> arguments() {
 *         return Order.class;
 *     }
 *
 *     public Map<String, Object> run(Order order, World world) throws Exception {
 *         var ack = world.connection().jetStream().publish("orders." + order.id(), new byte[order.howMany()]);
 *         return Map.of("seq", ack.getSeqno());
 *     }
 * }
 * }</pre>
 *
 * <pre>{@code
 * steps:
 *   - place order: { id: a, how_many: 3 }
 *     expect: { seq: 1 }
 * }</pre>
 *
 * @param <A> the record whose components are the arguments: text ({@code String}), numbers ({@code long}, {@code int}),
 *     {@code boolean}, {@code Duration}, {@code Size}, {@code Instant}, enums, records, any value ({@code Object}), and
 *     {@code Optional}, {@code List} and {@code Map} of these. A component of another type than {@code Optional}, list,
 *     map or {@code boolean} is required, unless its {@link dev.binrun.form.Arg} states otherwise. A {@link VerbDoc} on
 *     the record describes the verb.
 */
@API(status = Status.EXPERIMENTAL)
public interface OwnVerb<A extends Record> {
    /** Returns the name in a step: lower-case letters and single spaces, such as {@code order place}. */
    String name();

    /** Returns the record class of the arguments. */
    Class<A> arguments();

    /**
     * Runs the verb. An exception fails the step, unless the step expects the error.
     *
     * @return the answer, which the {@code expect} of the step is compared with: a {@code Map} or a record; null for an
     *     empty answer. Its values are maps, lists, texts, numbers, booleans, null or records. The keys of a record are
     *     the names of its components in snake case. A value of another type makes the scenario BROKEN.
     */
    Object run(A arguments, World world) throws Exception;

    /** Returns the effect of the verb; {@code within} can repeat a verb that only reads. */
    default VerbType.VerbKind kind() {
        return VerbType.VerbKind.WRITES;
    }

    /**
     * Returns whether the history has everything that the verb, or programs that it starts, do to streams, consumers
     * and buckets, because they change nothing there. If not, checks consider unrecorded operations possible, and are
     * unknown if those could matter.
     */
    default boolean recorded() {
        return kind() == VerbType.VerbKind.READS;
    }

    /**
     * Returns the shapes of the answers. If they are stated, an unknown key in an expectation is an error when the file
     * is read, and editors complete the keys.
     */
    default AnswerForm answers() {
        return AnswerForm.ANY;
    }

    /** Returns the longest time that the arguments state; zero if they state none. */
    default Duration atMost(A arguments) {
        return Duration.ZERO;
    }
}
