package dev.binrun.sessions;

import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The fields of a consumer that were edited by hand. Fields that the server cannot change and the description are
 * ignored.
 */
final class HandEdits {
    private static final int DEFAULT_ACK_PENDING = 1000;

    private final List<String> edits = new ArrayList<>();

    private HandEdits() {}

    /** Returns the names of the edited fields. */
    static List<String> of(ConsumerInfo info, ConsumerConfiguration wanted) {
        return of(info.getConsumerConfiguration(), info.getPaused(), wanted);
    }

    /** Returns the names of the edited fields of a stored configuration. */
    static List<String> of(ConsumerConfiguration is, boolean paused, ConsumerConfiguration wanted) {
        HandEdits found = new HandEdits();
        found.compare("filter_subjects", set(is.getFilterSubjects()), set(wanted.getFilterSubjects()));
        found.compare("ack_wait", is.getAckWait(), wanted.getAckWait());
        found.compare("max_deliver", Math.max(-1, is.getMaxDeliver()), -1L);
        found.compare("max_ack_pending", is.getMaxAckPending(), (long) DEFAULT_ACK_PENDING);
        found.compare("headers_only", is.isHeadersOnly(), false);
        found.compare("backoff", set(is.getBackoff()), Set.of());
        found.compare("max_batch", Math.max(0, is.getMaxBatch()), 0L);
        found.compare("max_bytes", Math.max(0, is.getMaxBytes()), 0L);
        found.compare("rate_limit_bps", Math.max(0, is.getRateLimit()), 0L);
        found.compare("paused", paused, false);
        return found.edits;
    }

    private void compare(String field, Object is, Object wanted) {
        if (!Objects.equals(is, wanted)) {
            edits.add(field);
        }
    }

    private static Set<Object> set(Collection<?> values) {
        return values == null ? Set.of() : Set.copyOf(values);
    }
}
