package dev.binrun.verb.message;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.jetstream.DeliveryRecorder;
import dev.binrun.jetstream.Messages;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Subscribes in the background, without a consumer: {@code nats sub}. It receives messages when they are published. */
@VerbDoc(
        value = "Subscribes in the background, without a consumer",
        answers = "{subjects, queue}; collect and stop answer with {messages: […], received}",
        example = """
            - sub: orders.>
              as: seen
            - pub: orders.new three pears
            - collect: seen
              within: 5s
              expect: { messages: [{ subject: orders.new, data: three pears }] }
            """)
public record Sub(
        @Arg(value = "the subject, or a list of them", also = "subjects", position = 0, required = true)
        List<String> subject,

        @Arg("the queue group: only one of its members gets a message")
        Optional<String> queue,

        @Arg(value = "end after this many messages", min = 1, max = Integer.MAX_VALUE)
        Optional<Long> count,

        @Arg(value = "how many messages to keep; the first 1,000 if left out", min = 0)
        Optional<Long> keep)
        implements Verb {

    public Sub {
        subject = subject.stream()
                .flatMap(several -> Arrays.stream(several.split("\\s+")))
                .filter(text -> !text.isEmpty())
                .toList();
        if (subject.isEmpty()) {
            throw new InvalidArgumentException("subject", "'sub' needs a subject");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        DeliveryRecorder deliveries = DeliveryRecorder.shared(world.recorder()); // used by the dispatcher's thread
        GatheredMessages gathered = GatheredMessages.messages(keep, count.orElse(0L));
        world.keep(CollectedSubscription.of(
                BackgroundSubscription.on(world, world.dispatcher(), subject, queue, count, gathered, message -> {
                    deliveries.received(message);
                    gathered.add(() -> Messages.delivered(message));
                })));
        JsonObject answer = new JsonObject();
        JsonArray subjects = new JsonArray();
        subject.forEach(subjects::add);
        answer.add("subjects", subjects);
        queue.ifPresent(group -> answer.addProperty("queue", group));
        return answer;
    }
}
