package dev.binrun.registry;

import dev.binrun.form.ApiField;
import dev.binrun.form.Shape;
import dev.binrun.verb.AnswerForm;
import dev.binrun.verb.VerbType;
import dev.binrun.verb.consumer.ConsumerField;
import dev.binrun.verb.stream.StreamField;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The shapes of the verbs' answers; shapes that several verbs share have names. */
public final class AnswerShapes {
    /** The shapes of the JetStream API follow nats-server 2.14.6: stream.go, store.go, consumer.go, jetstream.go. */
    private static final String SHARED = """
            Error = {code err_code: number, description: text, at: time, took: text, trace: [text]}
            Headers = {*: text | [text]}
            Bytes = text | {hex: text}
            Status = {code: number, description: text, headers: Headers}
            Stored = {subject: text, data: Bytes, json: any, headers: Headers, size seq: number, time: time}
            Message = Stored | {reply: text, consumer_seq deliveries pending: number}
            Gathered = {received: number, cut: text}
            Earlier = {earlier: Gathered | {messages: [Message | {status: Status}]}}
            Success = {type: text, success: boolean}
            Peer = {name peer: text, current offline: boolean, active: duration, lag: number}
            Cluster = {name raft_group leader traffic_account: text, leader_since: time, system_account: boolean, \
            replicas: [Peer]}
            Transform = {src dest: text}
            Source = {name filter_subject: text, lag: number, active: duration, external: {api deliver: text}, \
            subject_transforms: [Transform], error: Error}
            StreamState = {messages bytes first_seq last_seq consumer_count num_subjects num_deleted: number, \
            first_ts last_ts: time, lost: {msgs: [number], bytes: number}}
            StreamInfo = {config: StreamConfig, created ts: time, state: StreamState, domain offline_reason: text, \
            cluster: Cluster, mirror: Source, sources: [Source], alternates: [{name domain cluster: text}]}
            Page = {total offset limit: number}
            Stream = StreamInfo | {type: text}
            Bucket = StreamInfo | {bucket: text}
            SequenceInfo = {consumer_seq stream_seq: number, last_active: time}
            PriorityGroup = {group pinned_client_id: text, pinned_ts: time}
            ConsumerInfo = {stream_name name offline_reason: text, created ts: time, config: ConsumerConfig, \
            delivered ack_floor: SequenceInfo, num_ack_pending num_redelivered num_waiting num_pending: number, \
            cluster: Cluster, push_bound paused: boolean, pause_remaining: duration, priority_groups: [PriorityGroup]}
            Consumer = ConsumerInfo | {type: text}
            Limits = {max_memory max_storage max_streams max_consumers max_ack_pending memory_max_stream_bytes \
            storage_max_stream_bytes: number, max_bytes_required: boolean}
            Tier = {memory storage reserved_memory reserved_storage streams consumers: number, limits: Limits}
            Account = Tier | {type domain: text, api: {level total errors inflight: number}, tiers: {*: Tier}}
            Ack = {stream domain val batch: text, seq count: number, duplicate: boolean}
            Marker = {bucket key operation: text, revision: number, created: time}
            Entry = Marker | {value: Bytes, json: any}
            Link = {bucket name: text}
            Object = {name description bucket nuid digest: text, size chunks: number, mtime: time, deleted: boolean, \
            headers: Headers, metadata: {*: text}, options: {max_chunk_size: number, link: Link}}
            Node = {node state: text}
            Cut = Node | {from to: [text]}
            StepDown = Success | {previous leader: text}
            Performance = {name unit: text, value warning critical: number}
            Health = {status check_suite check_name: text, ok warning critical: [text], perf_data: [Performance]}
            Heard = Gathered | {ended: text, messages: [Message | {status: Status}], dropped: number, failures: [text]}
            Consumed = Gathered | {ended: text, messages: [Message], status: Status, failed: Error, unsettled: {count: number, \
            first: [Error | {seq: number}]}, dropped missed_heartbeats recreated not_waited_for: number}
            Watched = Gathered | {ended: text, initial: boolean, failed: Error}
            Collected = Heard | Consumed | Watched | {unanswered: number, entries: [Entry | Object | {initial: boolean}]}
            """;

    /** The keys of every answer. */
    private static final String TIMES = "{at: time, took: text}";

    private static final Map<String, Shape> NAMED = read();
    private static final Map<String, Shape> READ = new ConcurrentHashMap<>();

    private AnswerShapes() {}

    /** Returns the texts of the shared shapes by name, each after those that it refers to. */
    public static Map<String, String> texts() {
        return SHARED.lines()
                .map(line -> line.split(" = ", 2))
                .collect(Collectors.toMap(
                        line -> line[0], line -> line[1], (first, second) -> first, LinkedHashMap::new));
    }

    /** Returns the shared shapes by name, with the configurations of streams and consumers. */
    public static Map<String, Shape> named() {
        return NAMED;
    }

    private static Map<String, Shape> read() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("StreamConfig", of(List.of(StreamField.values())).named("StreamConfig"));
        shapes.put("ConsumerConfig", of(List.of(ConsumerField.values())).named("ConsumerConfig"));
        texts().forEach((name, text) ->
                shapes.put(name, Shape.parse(text, shapes).named(name)));
        return Collections.unmodifiableMap(shapes);
    }

    /**
     * Returns the shape of a verb's answer.
     *
     * @param given whether an argument is stated, and not false
     */
    public static Shape of(VerbType verb, Predicate<String> given) {
        AnswerForm answers = verb.answers();
        String first = answers.cases().stream()
                .filter(form -> !form.adds() && given.test(form.argument()))
                .map(AnswerForm.Case::shape)
                .findFirst()
                .orElse(answers.shape());
        return answers.cases().stream()
                .filter(form -> form.adds() && given.test(form.argument()))
                .map(form -> parse(form.shape()))
                .reduce(timed(first), Shape::or);
    }

    /** Returns the shape of a verb's answers with any arguments. */
    public static Shape of(VerbType verb) {
        return verb.answers().cases().stream()
                .map(form -> parse(form.shape()))
                .reduce(timed(verb.answers().shape()), Shape::or);
    }

    /** Returns the shape of the answers of a verb and the other verbs of its family, with any arguments. */
    public static Shape ofFamily(VerbType verb) {
        return Verbs.ours().stream()
                .filter(other ->
                        other.arguments().getPackage().equals(verb.arguments().getPackage()))
                .map(AnswerShapes::of)
                .reduce(of(verb), Shape::or);
    }

    /** Returns the shape of the data that a background verb gathers: the answer of {@code collect} and {@code stop}. */
    public static Shape gathered(VerbType verb) {
        return timed(verb.answers().gathered());
    }

    private static Shape timed(String text) {
        Shape own = parse(text);
        return own.isAny() ? own : parse(text + " | " + TIMES);
    }

    private static Shape parse(String text) {
        return READ.computeIfAbsent(text, shape -> Shape.parse(shape, NAMED));
    }

    private static Shape of(List<? extends ApiField> fields) {
        return Shape.parse(map(fields), Map.of());
    }

    private static String map(List<? extends ApiField> fields) {
        return fields.stream()
                .map(field -> field.field() + ": " + form(field))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String form(ApiField field) {
        String within = field.within().isEmpty() ? "any" : map(field.within());
        return switch (field.form()) {
            case TEXT -> "text";
            case TIME -> "time";
            case TEXTS -> "[text]";
            case NUMBER, SIZE -> "number";
            case DURATION -> "duration";
            case NUMBERS, DURATIONS -> "[number]";
            case BOOLEAN -> "boolean";
            case TEXT_MAP -> "{*: text}";
            case MAP -> within;
            case MAPS -> "[" + within + "]";
        };
    }
}
