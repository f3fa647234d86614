package dev.binrun.page;

import dev.binrun.jetstream.StoredMessage;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Messages as the page shows them: everything is cut to a bounded size. */
final class MessageView {
    private static final int TAIL_PAYLOAD = 4 * 1024;
    private static final int STORED_PAYLOAD = 64 * 1024;
    private static final int MOST_HEADERS = 50;
    private static final int LONGEST_HEADER = 1024;

    private MessageView() {}

    /** Returns a message that was published now. */
    static Map<String, Object> live(Message message, long now) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("time", now);
        view.put("subject", message.getSubject());
        if (message.getReplyTo() != null) {
            view.put("reply", message.getReplyTo());
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (message.getHeaders() != null) {
            Headers found = message.getHeaders();
            found.keySet().forEach(name -> headers.put(name, found.get(name)));
        }
        putHeaders(view, headers);
        view.put("payload", PayloadExcerpt.of(message.getData(), TAIL_PAYLOAD));
        return view;
    }

    /** Returns a message in a stream. */
    static Map<String, Object> stored(StoredMessage message) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("sequence", message.seq());
        view.put("time", message.time());
        view.put("subject", message.subject());
        putHeaders(view, message.parsedHeaders());
        view.put("payload", PayloadExcerpt.of(message.data(), STORED_PAYLOAD));
        return view;
    }

    private static void putHeaders(Map<String, Object> view, Map<String, List<String>> headers) {
        if (headers.isEmpty()) {
            return;
        }
        Map<String, List<String>> shown = new LinkedHashMap<>();
        headers.entrySet().stream()
                .limit(MOST_HEADERS)
                .forEach(header -> shown.put(
                        cut(header.getKey()),
                        header.getValue().stream()
                                .limit(MOST_HEADERS)
                                .map(MessageView::cut)
                                .toList()));
        view.put("headers", shown);
        if (headers.size() > MOST_HEADERS) {
            view.put("headers_left_out", headers.size() - MOST_HEADERS);
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_HEADER ? text : text.substring(0, LONGEST_HEADER) + "…";
    }
}
