package dev.binrun.verb.consumer;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Settles messages that an earlier step received and kept. */
@VerbDoc(
        value = "Settles messages that an earlier step kept",
        answers = "{settled}: the number of messages",
        example = """
            - consumer next: { stream: ORDERS, consumer: worker, ack: none }
              as: taken
            - consumer ack: { messages: "${taken.messages.0}", ack: nak, delay: 1s }
              expect: { settled: 1 }
            """)
public record ConsumerAck(
        @Arg(
                value = "the messages that a step kept with 'as': a message, a list of them, or a whole answer",
                position = 0,
                required = true)
        List<JsonObject> messages,

        SettlePlan settling)
        implements Verb {

    private static final String ACK_SUBJECT = "$JS.ACK.";

    public ConsumerAck {
        messages = messages.stream().flatMap(ConsumerAck::within).toList();
        for (JsonObject message : messages) {
            if (!isDelivered(message)) {
                throw new InvalidArgumentException(
                        "messages",
                        "only a message that a consumer delivered can be settled (its 'reply' is " + ACK_SUBJECT
                                + "…), this one " + shown(message));
            }
        }
        if (settling.kind() == SettleKind.NONE) {
            throw new InvalidArgumentException(
                    "ack", "ack: none settles nothing: choose ack, nak, term or in_progress");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        Settlements settlements =
                new Settlements(world, DeliveryRecorder.own(world.recorder()), settling, Optional.empty());
        for (JsonObject message : messages) {
            settlements.settle(message.get("reply").getAsString());
        }
        settlements.confirm();
        JsonObject answer = new JsonObject();
        answer.addProperty("settled", messages.size());
        return answer;
    }

    /** Returns the messages of an answer, or the message itself. */
    private static Stream<JsonObject> within(JsonObject tree) {
        if (!(tree.get("messages") instanceof Iterable<?> list)) {
            return Stream.of(tree);
        }
        List<JsonObject> messages = new ArrayList<>();
        for (Object element : list) {
            messages.add(element instanceof JsonObject message ? message : new JsonObject());
        }
        return messages.stream();
    }

    private static boolean isDelivered(JsonObject message) {
        return message.get("reply") instanceof JsonPrimitive reply
                && reply.getAsString().startsWith(ACK_SUBJECT);
    }

    private static String shown(JsonObject message) {
        if (message.has("reply")) {
            return "has reply: " + message.get("reply");
        }
        return message.has("subject") && message.has("data")
                ? "has no reply: was it read with 'stream get' or 'sub'?"
                : "is not a message";
    }
}
