package dev.binrun.sessions;

import dev.binrun.jetstream.ApiErrorCode;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.SourceBase;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Creates streams, or updates the fields of existing streams that the business logic relies on. Other fields, such as
 * limits, stay.
 */
final class ExistingStreams {
    private final JetStreamManagement management;

    ExistingStreams(JetStreamManagement management) {
        this.management = management;
    }

    /**
     * Creates a stream, or updates it.
     *
     * @throws TopologyException if the server rejects the stream
     */
    void keep(StreamConfiguration wanted) throws IOException, JetStreamApiException {
        try {
            keepOrThrow(wanted);
        } catch (JetStreamApiException e) {
            if (ApiErrorCode.STREAM_SUBJECT_OVERLAP.is(e)) {
                throw OverlappingStreams.refused(
                        management, "stream " + wanted.getName(), wanted.getName(), wanted.getSubjects(), e);
            }
            throw new TopologyException(
                    "the stream " + wanted.getName() + " cannot be created or read, the server replied: "
                            + e.getMessage(),
                    e);
        }
    }

    private void keepOrThrow(StreamConfiguration wanted) throws IOException, JetStreamApiException {
        Optional<StreamConfiguration> existing = existing(wanted.getName());
        if (existing.isEmpty()) {
            management.addStream(wanted);
            return;
        }
        List<String> differences = differences(existing.get(), wanted);
        if (!differences.isEmpty()) {
            update(existing.get(), wanted, differences);
        }
    }

    private Optional<StreamConfiguration> existing(String name) throws IOException, JetStreamApiException {
        try {
            return Optional.of(management.getStreamInfo(name).getConfiguration());
        } catch (JetStreamApiException e) {
            if (ApiErrorCode.STREAM_NOT_FOUND.is(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void update(StreamConfiguration existing, StreamConfiguration wanted, List<String> differences)
            throws IOException, JetStreamApiException {
        try {
            management.updateStream(StreamConfiguration.builder(existing)
                    .subjects(wanted.getSubjects())
                    .retentionPolicy(wanted.getRetentionPolicy())
                    .storageType(wanted.getStorageType())
                    .mirror(wanted.getMirror())
                    .sources(wanted.getSources())
                    .build());
        } catch (JetStreamApiException e) {
            if (ApiErrorCode.STREAM_SUBJECT_OVERLAP.is(e)) {
                throw e;
            }
            throw new TopologyException(
                    "the stream " + wanted.getName() + " has an unsuitable configuration: "
                            + String.join("; ", differences) + ". The server cannot change it (" + e.getMessage()
                            + "); remove the stream, or choose another store",
                    e);
        }
    }

    private static List<String> differences(StreamConfiguration existing, StreamConfiguration wanted) {
        List<String> differences = new ArrayList<>();
        compare(differences, "subjects", existing.getSubjects(), wanted.getSubjects());
        compare(differences, "retention", existing.getRetentionPolicy(), wanted.getRetentionPolicy());
        compare(differences, "storage", existing.getStorageType(), wanted.getStorageType());
        compare(differences, "mirror", origin(existing.getMirror()), origin(wanted.getMirror()));
        compare(differences, "sources", origins(existing), origins(wanted));
        return differences;
    }

    private static void compare(List<String> differences, String field, Object existing, Object wanted) {
        if (!Objects.equals(existing, wanted)) {
            differences.add(field + " is " + existing + ", must be " + wanted);
        }
    }

    private static List<String> origins(StreamConfiguration stream) {
        return stream.getSources() == null
                ? List.of()
                : stream.getSources().stream().map(ExistingStreams::origin).toList();
    }

    private static String origin(SourceBase origin) {
        if (origin == null) {
            return "none";
        }
        StringBuilder text = new StringBuilder(origin.getName());
        if (origin.getFilterSubject() != null) {
            text.append(" filtered on ").append(origin.getFilterSubject());
        }
        if (origin.getSubjectTransforms() != null) {
            origin.getSubjectTransforms()
                    .forEach(transform -> text.append(" with ")
                            .append(transform.getSource())
                            .append(" to ")
                            .append(transform.getDestination()));
        }
        return text.toString();
    }
}
