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
 * What a session subscribes to, and the filters that its consumer gets for it.
 *
 * <p>The server refuses filters of which two stand for a common subject (error 10138). So one that another covers is left out, and
 * two that meet in part, such as {@code event.*.a} and {@code event.b.*}, become the narrowest one that covers both; what
 * arrives because of that alone is not wanted. Neither is what was stored before its subject was added: the server would deliver it
 * or not, as its position happens to be.
 *
 * @param since the subjects as the session named them, and from what time on each is wanted
 * @param filters no two meet
 * @param widened whether the filters let through what no subject stands for
 * @param complete from what time on every subject is wanted
 */
record Subscriptions(Map<Subject, Instant> since, List<Subject> filters, boolean widened, Instant complete) {
    private static final String FIELD = "subscriptions";
    private static final String EXAMPLE = "{\"subscriptions\":[\"event.orders.created\"]}";
    private static final Subject ALL = Subject.of("event.>");
    /** The server compares each filter with each other, also at its start: 10,000 take longer than a request may. */
    private static final int MOST = 1_000;

    /** A page of the list of consumers has 256 of them, and must fit into what the server holds for a client. */
    private static final int LARGEST = 64 * 1024;

    /** Reads a bucket's value that was put at that time. */
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

    static Subscriptions of(Map<Subject, Instant> since) {
        List<Subject> filters = apart(List.copyOf(since.keySet()));
        boolean widened = !new HashSet<>(since.keySet()).containsAll(filters);
        Instant complete = since.values().stream().max(Instant::compareTo).orElse(Instant.MIN);
        return new Subscriptions(since, filters, widened, complete);
    }

    boolean isEmpty() {
        return since.isEmpty();
    }

    /** The same subjects, with all that is stored. */
    Subscriptions fromTheBeginning() {
        Map<Subject, Instant> always = new LinkedHashMap<>();
        since.keySet().forEach(subject -> always.put(subject, Instant.EPOCH));
        return new Subscriptions(always, filters, widened, Instant.EPOCH);
    }

    /** The same subjects, each from the time on that it was wanted before, if it was. */
    Subscriptions after(Subscriptions former) {
        List<Subject> wild =
                former.since.keySet().stream().filter(Subject::hasWildcard).toList();
        Map<Subject, Instant> kept = new LinkedHashMap<>();
        since.forEach((subject, put) -> {
            Instant earliest = former.since.getOrDefault(subject, put);
            for (Subject each : wild) {
                if (each.covers(subject) && former.since.get(each).isBefore(earliest)) {
                    earliest = former.since.get(each);
                }
            }
            kept.put(subject, earliest);
        });
        return of(kept);
    }

    /** Whether a message that came through the filters was asked for. */
    boolean wants(Message message) {
        if (!widened && complete.equals(Instant.EPOCH)) {
            return true;
        }
        ZonedDateTime stored = message.metaData().timestamp();
        return wants(message.getSubject(), stored.toInstant());
    }

    boolean wants(String name, Instant stored) {
        if (!widened && !stored.isBefore(complete)) {
            return true;
        }
        return include(name, stored);
    }

    /** Whether any message of this subject, stored at that time, is asked for. */
    boolean include(String name, Instant stored) {
        Subject literal = Subject.of(name);
        return since.entrySet().stream()
                .anyMatch(wanted ->
                        !stored.isBefore(wanted.getValue()) && wanted.getKey().covers(literal));
    }

    /**
     * Throws if a filter does not fit into the requests for its consumer.
     *
     * @param consumer the consumer's name
     */
    void requireRoom(String consumer) throws BadEntryException {
        for (Subject filter : filters) {
            filter.requireRoom(consumer);
        }
    }

    /** Returns whether a consumer of the other has the same filters. */
    boolean hasFiltersOf(Subscriptions other) {
        return Set.copyOf(filters).equals(Set.copyOf(other.filters));
    }

    List<String> names() {
        return since.keySet().stream().map(Subject::toString).toList();
    }

    List<String> filterNames() {
        return filters.stream().map(Subject::toString).toList();
    }

    private static Subject subject(JsonElement element) throws BadEntryException {
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
            throw new BadEntryException(
                    "subscriptions must hold subjects as strings, not " + BucketEntry.describe(element));
        }
        Subject subject = Subject.parse(element.getAsString());
        if (!ALL.covers(subject)) {
            throw new BadEntryException("subject " + TerminalText.quoted(element.getAsString())
                    + " is outside event.>, where the events are");
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
            if (!subject.hasWildcard() && wild.stream().noneMatch(w -> w.covers(subject))) {
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
