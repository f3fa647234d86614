package dev.binrun.sessions;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a session subscribes to, and the filters that its consumer gets for it.
 *
 * <p>The server refuses filters of which two stand for a common subject (error 10138). So one that another covers is left out, and
 * two that meet in part, such as {@code event.*.a} and {@code event.b.*}, become the narrowest one that covers both; what
 * arrives because of that alone is not wanted.
 *
 * @param subjects as the session named them, each once
 * @param filters no two meet
 * @param widened whether the filters let through what is not wanted
 */
record Subscriptions(List<Subject> subjects, List<Subject> filters, boolean widened) {
    private static final String FIELD = "subscriptions";
    private static final String EXAMPLE = "{\"subscriptions\":[\"event.orders.created\"]}";
    private static final Subject ALL = Subject.of("event.>");
    private static final int MOST = 10_000;

    static Subscriptions read(byte[] value) throws BadEntryException {
        JsonElement list = Entry.field(FIELD, EXAMPLE, value);
        if (!list.isJsonArray()) {
            throw new BadEntryException("subscriptions must be a list of subjects, not " + Entry.describe(list));
        }
        if (list.getAsJsonArray().size() > MOST) {
            throw new BadEntryException(
                    "subscriptions has " + list.getAsJsonArray().size() + " subjects, and a session has at most " + MOST
                            + "; use wildcards");
        }
        Set<Subject> subjects = new LinkedHashSet<>();
        for (JsonElement element : list.getAsJsonArray()) {
            subjects.add(subject(element));
        }
        return of(List.copyOf(subjects));
    }

    static Subscriptions of(List<Subject> subjects) {
        List<Subject> filters = apart(subjects);
        return new Subscriptions(subjects, filters, !new HashSet<>(subjects).containsAll(filters));
    }

    boolean isEmpty() {
        return subjects.isEmpty();
    }

    /** Whether a message that came through the filters was asked for. */
    boolean wants(String subject) {
        if (!widened) {
            return true;
        }
        Subject literal = Subject.of(subject);
        return subjects.stream().anyMatch(wanted -> wanted.covers(literal));
    }

    List<String> names() {
        return subjects.stream().map(Subject::toString).toList();
    }

    List<String> filterNames() {
        return filters.stream().map(Subject::toString).toList();
    }

    private static Subject subject(JsonElement element) throws BadEntryException {
        if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
            throw new BadEntryException("subscriptions must hold subjects as strings, not " + Entry.describe(element));
        }
        Subject subject = Subject.parse(element.getAsString());
        if (!ALL.covers(subject)) {
            throw new BadEntryException(
                    "subject " + Harmless.quoted(element.getAsString()) + " is outside event.>, where the events are");
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
