package dev.binrun.sessions;

import com.google.gson.JsonElement;
import io.nats.client.Message;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The subjects of a session, and the filters of its consumer.
 *
 * <p>The server rejects filters that match a common subject (error 10138). So a filter that another one covers is left
 * out. Two filters that overlap in part, such as {@code event.*.a} and {@code event.b.*}, are replaced by the narrowest
 * one that covers both. Messages that match only the wider filter are not wanted. Messages that were stored before
 * their subject was added are not wanted either, because their delivery would depend on the position of the consumer.
 *
 * @param since the subjects of the session, with the time from which on each is wanted
 * @param filters the filters, of which no two match a common subject
 * @param widened whether the filters match more than the subjects
 * @param complete the time from which on all subjects are wanted
 */
record Subscriptions(Map<Subject, Instant> since, List<Subject> filters, boolean widened, Instant complete) {
    private static final String FIELD = "subscriptions";
    private static final String EXAMPLE = "{\"subscriptions\":[\"event.orders.created\"]}";
    private static final Subject ALL = Subject.of("event.>");

    /** The server compares all pairs of filters, also at its start: with 10,000 filters a request times out. */
    private static final int MOST = 1_000;

    /** A page of the consumer list has 256 consumers, and must fit into the server's max_pending of a client. */
    private static final int LARGEST = 64 * 1024;

    /**
     * Parses the value of an entry.
     *
     * @param put the time of the put, from which on all subjects are wanted
     */
    static Subscriptions read(byte[] value, Instant put) throws BadEntryException {
        JsonElement list = BucketEntry.field(FIELD, EXAMPLE, value);
        if (!list.isJsonArray()) {
            throw new BadEntryException("subscriptions must be a list of subjects, not " + BucketEntry.describe(list));
        }
        if (list.getAsJsonArray().size() > MOST) {
            throw new BadEntryException("subscriptions has "
                    + list.getAsJsonArray().size() + " subjects, and a session has at most " + MOST
                    + "; use wildcards");
        }
        Map<Subject, Instant> since = new LinkedHashMap<>();
        for (JsonElement element : list.getAsJsonArray()) {
            since.put(subject(element), put);
        }
        int bytes = since.keySet().stream().mapToInt(Subject::bytes).sum();
        if (bytes > LARGEST) {
            throw new BadEntryException("the subjects have " + bytes + " bytes, and those of a session have at most "
                    + LARGEST + "; use wildcards");
        }
        return of(since);
    }

    /** Returns subscriptions with the filters for these subjects. */
    static Subscriptions of(Map<Subject, Instant> since) {
        List<Subject> filters = apart(List.copyOf(since.keySet()));
        boolean widened = !new HashSet<>(since.keySet()).containsAll(filters);
        Instant complete = since.values().stream().max(Instant::compareTo).orElse(Instant.MIN);
        return new Subscriptions(since, filters, widened, complete);
    }

    /** Returns whether there is no subject. */
    boolean isEmpty() {
        return since.isEmpty();
    }

    /** Returns the same subjects, with all stored events. */
    Subscriptions fromTheBeginning() {
        Map<Subject, Instant> always = new LinkedHashMap<>();
        since.keySet().forEach(subject -> always.put(subject, Instant.EPOCH));
        return new Subscriptions(always, filters, widened, Instant.EPOCH);
    }

    /** Returns the same subjects; those that the former subscriptions covered keep their time. */
    Subscriptions after(Subscriptions former) {
        List<Subject> wild =
                former.since.keySet().stream().filter(Subject::hasWildcard).toList();
        Map<Subject, Instant> kept = new LinkedHashMap<>();
        since.forEach((subject, put) -> {
            Instant earliest = former.since.getOrDefault(subject, put);
            for (Subject wildcard : wild) {
                if (wildcard.covers(subject) && former.since.get(wildcard).isBefore(earliest)) {
                    earliest = former.since.get(wildcard);
                }
            }
            kept.put(subject, earliest);
        });
        return of(kept);
    }

    /** Returns whether the session wants a message that matches the filters. */
    boolean wants(Message message) {
        if (!widened && complete.equals(Instant.EPOCH)) {
            return true;
        }
        ZonedDateTime stored = message.metaData().timestamp();
        return wants(message.getSubject(), stored.toInstant());
    }

    /** Returns whether the session wants a message with this subject and time, which matches the filters. */
    boolean wants(String name, Instant stored) {
        if (!widened && !stored.isBefore(complete)) {
            return true;
        }
        return include(name, stored);
    }

    /** Returns whether the session wants any message with this subject that is stored at this time. */
    boolean include(String name, Instant stored) {
        Subject literal = Subject.of(name);
        return since.entrySet().stream()
                .anyMatch(wanted ->
                        !stored.isBefore(wanted.getValue()) && wanted.getKey().covers(literal));
    }

    /**
     * Checks that the filters are not too long for the server.
     *
     * @param consumer the consumer's name
     * @throws BadEntryException if a filter is too long
     */
    void requireRoom(String consumer) throws BadEntryException {
        for (Subject filter : filters) {
            filter.requireRoom(consumer);
        }
    }

    /** Returns whether the other subscriptions have the same filters. */
    boolean hasFiltersOf(Subscriptions other) {
        return Set.copyOf(filters).equals(Set.copyOf(other.filters));
    }

    /** Returns the subjects as text. */
    List<String> names() {
        return since.keySet().stream().map(Subject::toString).toList();
    }

    /** Returns the filters as text. */
    List<String> filterNames() {
        return filters.stream().map(Subject::toString).toList();
    }

    private static Subject subject(JsonElement element) throws BadEntryException {
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
            throw new BadEntryException(
                    "subscriptions must contain subjects as strings, not " + BucketEntry.describe(element));
        }
        Subject subject = Subject.parse(element.getAsString());
        if (!ALL.covers(subject)) {
            throw new BadEntryException("subject " + TerminalText.quoted(element.getAsString())
                    + " is outside event.>, the subjects of events");
        }
        return subject;
    }

    private static List<Subject> apart(List<Subject> subjects) {
        List<Subject> wild = new ArrayList<>();
        for (Subject subject : subjects) {
            if (subject.hasWildcard()) {
                addApart(wild, subject);
            }
        }
        List<Subject> filters = new ArrayList<>(wild);
        for (Subject subject : subjects) {
            if (!subject.hasWildcard() && wild.stream().noneMatch(wildcard -> wildcard.covers(subject))) {
                filters.add(subject);
            }
        }
        return filters;
    }

    private static void addApart(List<Subject> wild, Subject added) {
        Subject joined = added;
        for (int i = 0; i < wild.size(); ) {
            if (wild.get(i).meets(joined)) {
                joined = joined.join(wild.remove(i));
                i = 0;
            } else {
                i++;
            }
        }
        wild.add(joined);
    }
}
