package dev.binrun.check;

import dev.binrun.history.StreamLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Builds the limits of a stream. */
public final class Limits {
    private boolean acked;
    private boolean interest;
    private boolean discardNew;
    private boolean discardNewPerSubject;
    private long msgs = -1;
    private long perSubject = -1;
    private long bytes = -1;
    private Duration age = Duration.ZERO;
    private Optional<String> mirrorOf = Optional.empty();
    private List<String> filters = List.of();
    private boolean sourced;
    private boolean transforms;
    private OptionalLong mirrorFrom = OptionalLong.of(1);

    public static Limits limits() {
        return new Limits();
    }

    static Limits mirrorOf(String origin) {
        Limits limits = new Limits();
        limits.mirrorOf = Optional.of(origin);
        return limits;
    }

    Limits workQueue() {
        acked = true;
        return this;
    }

    Limits interest() {
        acked = true;
        interest = true;
        return this;
    }

    public Limits discardNew(boolean perSubject) {
        discardNew = true;
        discardNewPerSubject = perSubject;
        return this;
    }

    public Limits msgs(long most) {
        msgs = most;
        return this;
    }

    public Limits perSubject(long most) {
        perSubject = most;
        return this;
    }

    public Limits bytes(long most) {
        bytes = most;
        return this;
    }

    public Limits age(Duration most) {
        age = most;
        return this;
    }

    Limits filters(String... filters) {
        this.filters = List.of(filters);
        return this;
    }

    Limits transforms() {
        transforms = true;
        return this;
    }

    Limits from(OptionalLong seq) {
        mirrorFrom = seq;
        return this;
    }

    public Limits sourced() {
        sourced = true;
        return this;
    }

    public StreamLimits build() {
        return new StreamLimits(
                acked,
                msgs,
                perSubject,
                bytes,
                age,
                discardNew,
                mirrorOf,
                filters,
                interest,
                discardNewPerSubject,
                mirrorFrom,
                sourced,
                transforms,
                true);
    }
}
