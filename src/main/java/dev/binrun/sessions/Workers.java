package dev.binrun.sessions;

import com.google.gson.JsonElement;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The workers: one durable consumer on {@code COMMAND} for each key of the bucket {@code commands}, and always
 * {@code COMMAND_X}.
 */
final class Workers implements BucketFollower<Integer> {
    private static final String FIELD = "workers";
    private static final String EXAMPLE = "{\"workers\":2}";
    private static final String ALWAYS = "x";
    private static final int MOST = 64;

    private final Consumers consumers;
    private final BusinessLogicOptions options;
    private final BusinessListener listener;
    private final Map<String, CommandWorkers> byConsumer = new HashMap<>();

    /** The names of the consumers that the business logic created. */
    private final Set<String> created = new HashSet<>();

    private final Map<String, Deque<Worker>> workers = new HashMap<>();
    private final Map<String, KeyChange<Integer>> refused = new LinkedHashMap<>();
    private final Map<String, Long> warnedOf = new HashMap<>();

    Workers(Consumers consumers, BusinessLogicOptions options, BusinessListener listener) {
        this.consumers = consumers;
        this.options = options;
        this.listener = listener;
    }

    /** Returns the configuration of the consumer {@code COMMAND_X}, without its revision. */
    static ConsumerConfiguration commandX() {
        return new CommandWorkers(ALWAYS, 0, 1, 0)
                .configuration(BusinessLogicOptions.defaults().ackWait());
    }

    @Override
    public String bucket() {
        return CommandWorkers.BUCKET;
    }

    @Override
    public Optional<Integer> read(String key, byte[] value, Instant put) throws BadEntryException {
        String consumer = CommandWorkers.consumer(key);
        Subject command = Subject.parse("command." + key);
        if (command.hasWildcard()) {
            throw new BadEntryException("the key contains a wildcard, but a command has one subject");
        }
        command.requireRoom(consumer);
        JsonElement workers = BucketEntry.field(FIELD, EXAMPLE, value);
        if (!workers.isJsonPrimitive() || !workers.getAsString().matches("\\d{1,3}") || !isNumber(workers)) {
            throw new BadEntryException(
                    "workers must be a whole number from 0 to " + MOST + ", not " + BucketEntry.describe(workers));
        }
        if (workers.getAsInt() > MOST) {
            throw new BadEntryException("workers must be at most " + MOST + ", not " + workers.getAsInt());
        }
        return Optional.of(workers.getAsInt());
    }

    @Override
    public Integer after(Integer former, Integer latter) {
        return latter;
    }

    @Override
    public void load(BucketState bucket) throws IOException, JetStreamApiException {
        close();
        byConsumer.clear();
        created.clear();
        refused.clear();
        for (ConsumerInfo consumer : consumers.list()) {
            try {
                CommandWorkers.of(consumer, bucket).ifPresent(found -> byConsumer.put(consumer.getName(), found));
            } catch (BadEntryException e) {
                listener.warning(Warnings.foreign(consumers.stream(), consumer.getName(), bucket(), e.getMessage()));
            }
        }
        created.addAll(byConsumer.keySet());
        CommandWorkers always = new CommandWorkers(ALWAYS, 0, 1, options.workedThrough());
        byConsumer.putIfAbsent(always.consumer(), always);
    }

    @Override
    public void apply(KeyChange<Integer> change) throws IOException, JetStreamApiException, BadEntryException {
        String consumer = consumerFor(change);
        CommandWorkers owner = byConsumer.get(consumer);
        refused.remove(change.key());
        if (owner != null && !owner.key().equals(change.key())) {
            refuse(change, consumer, owner);
        } else if (change.wanted().isPresent()) {
            CommandWorkers former = owner == null ? new CommandWorkers(change.key(), 0, 0, 0) : owner;
            set(former.with(change.revision(), change.wanted().get()));
        } else if (change.key().equals(ALWAYS)) {
            set(owner.with(change.revision(), 1));
        } else if (owner != null) {
            end(owner);
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(byConsumer.keySet());
    }

    @Override
    public boolean has(String name) {
        return byConsumer.containsKey(name);
    }

    @Override
    public void serve(String name) throws IOException, JetStreamApiException, BadEntryException {
        if (!workers.containsKey(name)) {
            set(byConsumer.get(name));
        }
    }

    @Override
    public boolean endsWithout(String name, Set<String> keysInBucket) {
        String key = byConsumer.get(name).key();
        return !key.equals(ALWAYS) && !keysInBucket.contains(key);
    }

    @Override
    public boolean isLost(String name) {
        return byConsumer.get(name).lost();
    }

    @Override
    public void keepWithoutEntry(String name) throws IOException, JetStreamApiException, BadEntryException {
        listener.warning(Warnings.lost(bucket(), byConsumer.get(name).key(), "with 1 worker"));
        byConsumer.computeIfPresent(name, (consumer, found) -> found.withoutEntry());
        serve(name);
    }

    @Override
    public void end(String name) throws IOException, JetStreamApiException, BadEntryException {
        end(byConsumer.get(name));
    }

    @Override
    public String subjects() {
        return "command.>";
    }

    @Override
    public boolean takes(Arrival command) {
        return byConsumer.values().stream()
                .anyMatch(owner -> owner.workers() > 0 && owner.subject().equals(command.subject()));
    }

    @Override
    public void untaken(Message command) {
        listener.commandWithoutWorker(command);
    }

    @Override
    public void restore(String stream, String consumer)
            throws IOException, JetStreamApiException, InterruptedException, BadEntryException {
        if (!consumers.isByOthers(stream, consumer)) {
            return;
        }
        CommandWorkers removed = byConsumer.get(consumer);
        if (removed != null && consumers.awaitGone(consumer)) {
            listener.warning(Warnings.removed(
                    stream, consumer, bucket(), "commands that its workers just finished may be delivered again"));
            closeWorkers(consumer);
            set(removed);
        }
    }

    @Override
    public void close() {
        workers.values().forEach(ofConsumer -> ofConsumer.forEach(Worker::close));
        workers.clear();
    }

    private void set(CommandWorkers wanted) throws IOException, JetStreamApiException, BadEntryException {
        String name = wanted.consumer();
        ConsumerContext consumer = createOrUpdate(wanted);
        byConsumer.put(name, wanted);
        created.add(name);
        Deque<Worker> running = workers.computeIfAbsent(name, absent -> new ArrayDeque<>());
        while (running.size() > wanted.workers()) {
            running.removeLast().close();
        }
        listener.workersSet(name, wanted.workers());
        while (running.size() < wanted.workers()) {
            running.addLast(consumers.work(
                    consumer,
                    message -> message.metaData().streamSequence() > wanted.workedThrough(),
                    message -> listener.command(name, message)));
        }
    }

    /** A consumer that the business logic did not create is never changed. */
    private ConsumerContext createOrUpdate(CommandWorkers wanted)
            throws IOException, JetStreamApiException, BadEntryException {
        String name = wanted.consumer();
        if (!created.contains(name)) {
            return consumers.create(wanted.configuration(options.ackWait()));
        }
        return consumers.update(
                byConsumer.get(name).configuration(options.ackWait()),
                wanted.configuration(options.ackWait()),
                fields -> listener.warning(Warnings.edited(consumers.stream(), name, bucket(), fields)));
    }

    private void end(CommandWorkers ended) throws IOException, JetStreamApiException, BadEntryException {
        String name = ended.consumer();
        closeWorkers(name);
        consumers.delete(name);
        byConsumer.remove(name);
        created.remove(name);
        listener.workersEnded(name);
        Optional<KeyChange<Integer>> next = refused.values().stream()
                .filter(waiting -> consumerFor(waiting).equals(name))
                .findFirst();
        if (next.isPresent()) {
            apply(next.get());
        }
    }

    private void closeWorkers(String consumer) {
        Deque<Worker> running = workers.remove(consumer);
        if (running != null) {
            running.forEach(Worker::close);
        }
    }

    private void refuse(KeyChange<Integer> change, String consumer, CommandWorkers owner) {
        if (change.wanted().isPresent()) {
            refused.put(change.key(), change);
            Long warned = warnedOf.put(change.key(), change.revision());
            if (warned == null || warned != change.revision()) {
                listener.warning(Warnings.refused(
                        bucket(),
                        change.key(),
                        change.revision(),
                        "its consumer would be " + consumer + ", which " + serves(owner)));
            }
        }
    }

    private static String serves(CommandWorkers owner) {
        return owner.key().equals(ALWAYS)
                ? "always serves " + owner.subject() + "; choose another key"
                : "serves the key " + owner.key() + "; delete that key or choose another";
    }

    private static String consumerFor(KeyChange<Integer> change) {
        return new CommandWorkers(change.key(), 0, 0, 0).consumer();
    }

    private static boolean isNumber(JsonElement element) {
        return element.getAsJsonPrimitive().isNumber();
    }
}
