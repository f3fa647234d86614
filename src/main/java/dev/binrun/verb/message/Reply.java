package dev.binrun.verb.message;

import com.google.gson.JsonObject;
import dev.binrun.form.Arg;
import dev.binrun.form.ForEach;
import dev.binrun.form.InvalidArgumentException;
import dev.binrun.form.TemplateText;
import dev.binrun.verb.GatheredMessages;
import dev.binrun.verb.Payload;
import dev.binrun.verb.Verb;
import dev.binrun.verb.VerbDoc;
import dev.binrun.verb.VerbWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replies to requests in the background: {@code nats reply}. Payload and headers may refer to the request ({@code
 * ${request.subject}}) and its number ({@code ${i}}, from 0).
 */
@VerbDoc(
        value = "Replies to requests in the background",
        answers = "{subject, queue}; collect and stop answer with the requests, {messages: […], received}",
        example = """
            - reply: { subject: price.*, json: { of: "${request.tokens.1}", price: 3 } }
              as: prices
            - request: price.apple
              expect: { message: { json: { of: apple, price: 3 } } }
            - collect: prices
              expect: { messages: [{ subject: price.apple }] }
            """)
public record Reply(
        @Arg(value = "the subject of the requests", position = 0, required = true)
        String subject,

        @ForEach(
                value = "request",
                fields = {"subject", "tokens", "data", "json", "headers", "size", "reply"})
        @Arg(value = "the payload of the replies", position = 1)
        Payload payload,

        @ForEach(
                value = "request",
                fields = {"subject", "tokens", "data", "json", "headers", "size", "reply"})
        @Arg(value = "the headers of the replies: a value, or a list of values, by name", also = "header")
        Optional<Map<String, List<TemplateText>>> headers,

        @Arg("reply with the payload and the headers of the request")
        boolean echo,

        @Arg("the queue group: only one of its members gets a request; none if left out")
        Optional<String> queue,

        @Arg("how long to wait before each reply") Optional<Duration> sleep,

        @Arg(value = "end after this many requests", min = 1, max = Integer.MAX_VALUE)
        Optional<Long> count,

        @Arg(value = "how many requests to keep; the first 1,000 if left out", min = 0)
        Optional<Long> keep)
        implements Verb {

    public Reply {
        if (echo && !payload.isEmpty()) {
            throw new InvalidArgumentException(
                    "echo", "with echo: true the reply has the request's payload; remove one of them");
        }
    }

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        GatheredMessages gathered = GatheredMessages.messages(keep, count.orElse(0L));
        Responder responder = new Responder(this, world, gathered);
        world.atEnd(responder);
        world.keep(new BackgroundReply(
                BackgroundSubscription.on(
                        world, responder.dispatcher(), List.of(subject), queue, count, gathered, responder::reply),
                responder));
        JsonObject answer = new JsonObject();
        answer.addProperty("subject", subject);
        queue.ifPresent(group -> answer.addProperty("queue", group));
        return answer;
    }
}
