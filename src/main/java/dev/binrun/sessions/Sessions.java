package dev.binrun.sessions;

import io.nats.client.ConsumerContext;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.ConsumerInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The sessions: one durable consumer on {@code EVENT} for each key of the bucket {@code sessions}.
 *
 * <p>A subject that is added to a running session delivers the events that are stored after the put. The server keeps
 * the position of a consumer whose filters change. So an event that the consumer has passed before the change is
 * applied is missed.
 */
final class Sessions implements BucketFollower<Subscriptions> {
    private final Consumers consumers;
    private final Duration ackWait;
    private final BusinessListener listener;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, ConsumerDelivery> deliveries = new HashMap<>();
    private final Map<String, KeyChange<Subscriptions>> waiting = new HashMap<>();

    Sessions(Consumers consumers, Duration ackWait, BusinessListener listener) {
        this.consumers = consumers;
        this.ackWait = ackWait;
        this.listener = listener;
    }

    @Override
    public String bucket() {
        return Session.BUCKET;
    }

    @Override
    public Optional<Subscriptions> read(String key, byte[] value, Instant put) throws BadEntryException {
        String consumer = ConsumerName.of(key);
        Subscriptions subscriptions = Subscriptions.read(value, put);
        subscriptions.requireRoom(consumer);
        return Optional.of(subscriptions).filter(wanted -> !wanted.isEmpty());
    }

    @Override
    public Subscriptions after(Subscriptions former, Subscriptions latter) {
        return latter.after(former);
    }

    @Override
    public void load(BucketState bucket) throws IOException, JetStreamApiException {
        close();
        sessions.clear();
        waiting.clear();
        for (ConsumerInfo consumer : consumers.list()) {
            try {
                Session.of(consumer, bucket).ifPresent(session -> sessions.put(session.key(), session));
            } catch (BadEntryException e) {
                listener.warning(Warnings.foreign(consumers.stream(), consumer.getName(), bucket(), e.getMessage()));
            }
        }
    }

    @Override
    public void apply(KeyChange<Subscriptions> change) throws IOException, JetStreamApiException, BadEntryException {
        Session former = sessions.get(change.key());
        if (former != null && change.endedRevision() > former.revision()) {
            end(former);
            former = null;
        }
        if (change.wanted().isEmpty()) {
            waiting.values().removeIf(waits -> waits.key().equals(change.key()));
            return;
        }
        Subscriptions wanted = change.wanted().get();
        if (former == null) {
            beginOrWait(change, new Session(change.key(), change.revision(), wanted.fromTheBeginning()));
        } else if (change.revision() == former.revision()
                && !former.lost()
                && !wanted.hasFiltersOf(former.subscriptions())) {
            Session edited = new Session(change.key(), change.revision(), wanted.fromTheBeginning());
            adapt(edited, edited);
        } else if (change.revision() > former.revision()) {
            adapt(former, new Session(change.key(), change.revision(), wanted.after(former.subscriptions())));
        }
    }

    @Override
    public List<String> names() {
        return List.copyOf(sessions.keySet());
    }

    @Override
    public boolean has(String name) {
        return sessions.containsKey(name);
    }

    @Override
    public void serve(String name) throws IOException, JetStreamApiException {
        if (!deliveries.containsKey(name)) {
            Session session = sessions.get(name);
            deliver(session, consumers.serve(session.configuration(ackWait), edited(session)));
        }
    }

    @Override
    public boolean endsWithout(String name, Set<String> keysInBucket) {
        return !keysInBucket.contains(name);
    }

    @Override
    public boolean isLost(String name) {
        return sessions.get(name).lost();
    }

    @Override
    public void keepWithoutEntry(String name) throws IOException, JetStreamApiException {
        listener.warning(Warnings.lost(bucket(), name, "unchanged"));
        sessions.put(name, sessions.get(name).withoutEntry());
        serve(name);
    }

    @Override
    public void end(String name) throws IOException, JetStreamApiException {
        end(sessions.get(name));
    }

    @Override
    public String subjects() {
        return "event.>";
    }

    @Override
    public boolean takes(Arrival event) {
        return sessions.values().stream()
                .anyMatch(session -> session.subscriptions().include(event.subject(), event.time()));
    }

    @Override
    public void untaken(Message event) {
        listener.eventWithoutSession(event);
    }

    @Override
    public void restore(String stream, String consumer)
            throws IOException, JetStreamApiException, InterruptedException, BadEntryException {
        if (!consumers.isByOthers(stream, consumer)) {
            return;
        }
        KeyChange<Subscriptions> waits = waiting.get(consumer);
        if (waits != null && consumers.awaitGone(consumer)) {
            apply(waits);
            return;
        }
        Optional<Session> removed = sessions.values().stream()
                .filter(session -> session.consumer().equals(consumer))
                .findFirst();
        if (removed.isPresent() && consumers.awaitGone(consumer)) {
            listener.warning(Warnings.removed(
                    stream, consumer, bucket(), "its session starts again with all stored events that match"));
            beginAnew(removed.get());
        }
    }

    @Override
    public void close() {
        deliveries.values().forEach(ConsumerDelivery::close);
        deliveries.clear();
    }

    /** If another consumer has the name, the session begins when that consumer is removed. */
    private void beginOrWait(KeyChange<Subscriptions> change, Session session)
            throws IOException, JetStreamApiException, BadEntryException {
        try {
            begin(session);
            waiting.remove(session.consumer());
        } catch (BadEntryException e) {
            waiting.put(session.consumer(), change);
            throw e;
        }
    }

    private void begin(Session session) throws IOException, JetStreamApiException, BadEntryException {
        deliver(session, consumers.create(session.configuration(ackWait)));
    }

    private void beginAnew(Session session) throws IOException, JetStreamApiException, BadEntryException {
        ConsumerDelivery delivery = deliveries.remove(session.key());
        if (delivery != null) {
            delivery.close();
        }
        begin(new Session(
                session.key(), session.revision(), session.subscriptions().fromTheBeginning()));
    }

    private void adapt(Session former, Session session) throws IOException, JetStreamApiException, BadEntryException {
        ConsumerDelivery delivery = deliveries.get(session.key());
        if (delivery == null) {
            deliver(session, update(former, session));
            return;
        }
        delivery.want(wantedBy(former).or(wantedBy(session)));
        try {
            update(former, session);
        } catch (IOException | JetStreamApiException e) {
            delivery.want(wantedBy(former));
            throw e;
        }
        delivery.want(wantedBy(session));
        sessions.put(session.key(), session);
        listener.sessionChanged(session.key(), session.subscriptions().names());
    }

    private ConsumerContext update(Session former, Session session) throws IOException, JetStreamApiException {
        return consumers.update(former.configuration(ackWait), session.configuration(ackWait), edited(session));
    }

    private Consumer<List<String>> edited(Session session) {
        return fields -> listener.warning(Warnings.edited(consumers.stream(), session.consumer(), bucket(), fields));
    }

    private void deliver(Session session, ConsumerContext consumer) throws IOException, JetStreamApiException {
        String key = session.key();
        ConsumerDelivery delivery =
                consumers.deliver(consumer, wantedBy(session), message -> listener.event(key, message));
        deliveries.put(key, delivery);
        sessions.put(key, session);
        listener.sessionStarted(key, session.subscriptions().names());
    }

    private void end(Session session) throws IOException, JetStreamApiException {
        ConsumerDelivery delivery = deliveries.remove(session.key());
        if (delivery != null) {
            delivery.close();
        }
        consumers.delete(session.consumer());
        sessions.remove(session.key());
        listener.sessionEnded(session.key());
    }

    private static Predicate<Message> wantedBy(Session session) {
        return session.subscriptions()::wants;
    }
}
