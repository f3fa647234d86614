package dev.binrun.server.binary;

import dev.binrun.server.host.ServerException;
import dev.binrun.server.host.UnusableSourceException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Downloads a file by HTTP, with limits for a network that does not respond or stalls.
 *
 * @param proxy selects the proxy for a URL
 * @param limits the maximum times
 * @param progress receives the progress, a line at a time
 */
record Download(ProxySelector proxy, Limits limits, Consumer<String> progress) {

    /**
     * The maximum times of a download.
     *
     * @param connect until the connection is established
     * @param answer until the response begins, including redirects
     * @param silence between two pieces of the body
     * @param all for the whole body
     */
    record Limits(Duration connect, Duration answer, Duration silence, Duration all) {
        /** The limits for users. */
        static final Limits STANDARD =
                new Limits(Duration.ofSeconds(3), Duration.ofSeconds(8), Duration.ofSeconds(5), Duration.ofMinutes(3));
    }

    /**
     * Downloads a file.
     *
     * @param target receives the body; an existing file is replaced
     * @param name the name of the download in progress lines
     * @throws UnusableSourceException if the download fails; {@link HttpNotFoundException} for status 404
     */
    void fetch(URI uri, Path target, String name) throws UnusableSourceException, IOException {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .version(HttpClient.Version.HTTP_1_1)
                .proxy(proxy)
                .build();
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        try {
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    await(client.sendAsync(request, HttpResponse.BodyHandlers.ofPublisher()), uri);
            Body body = new Body();
            response.body().subscribe(body);
            try {
                checkStatus(uri, response.statusCode());
                save(body, response.headers().firstValueAsLong("content-length").orElse(-1), uri, target, name);
            } finally {
                body.cancel();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while downloading " + uri, e);
        }
    }

    private <T> HttpResponse<T> await(CompletableFuture<HttpResponse<T>> pending, URI uri)
            throws UnusableSourceException, InterruptedException {
        try {
            return pending.get(limits.answer().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new UnusableSourceException(
                    "no response from " + uri + " within " + limits.answer().toMillis() + "ms", e);
        } catch (ExecutionException e) {
            throw new UnusableSourceException("no connection to " + uri + ": " + reason(e.getCause()), e);
        }
    }

    private static void checkStatus(URI uri, int status) throws UnusableSourceException {
        if (status == 407) {
            throw new UnusableSourceException("the proxy requires a user and a password (status 407) for " + uri);
        }
        if (status == 404) {
            throw new HttpNotFoundException(uri + " returned status 404");
        }
        if (status != 200) {
            throw new UnusableSourceException(uri + " returned status " + status);
        }
    }

    private void save(Body body, long length, URI uri, Path target, String name)
            throws UnusableSourceException, IOException, InterruptedException {
        long deadline = System.nanoTime() + limits.all().toNanos();
        long done = 0;
        long shown = -1;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (DownloadPiece piece = body.next(limits.silence());
                    piece != DownloadPiece.END;
                    piece = body.next(limits.silence())) {
                if (piece == null || System.nanoTime() > deadline) {
                    throw new UnusableSourceException(
                            uri + " is too slow: " + done + of(length) + " bytes arrived, then nothing for "
                                    + limits.silence().toMillis() + "ms, or it took more than "
                                    + limits.all().toSeconds() + "s");
                }
                if (piece.failure() != null) {
                    throw new UnusableSourceException(
                            uri + " was truncated after " + done + of(length) + " bytes: " + reason(piece.failure()));
                }
                for (ByteBuffer bytes : piece.bytes()) {
                    done += bytes.remaining();
                    byte[] chunk = new byte[bytes.remaining()];
                    bytes.get(chunk);
                    out.write(chunk);
                }
                long tenths = length > 0 ? done * 10 / length : 0;
                if (tenths > shown) {
                    progress.accept("downloading " + name + " from " + uri.getHost()
                            + (length > 0 ? ": " + tenths * 10 + " % of " + length / 1024 + " KiB" : ""));
                    shown = tenths;
                }
            }
        }
    }

    private static String of(long length) {
        return length < 0 ? "" : " of " + length;
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String first = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return root == failure || root.getMessage() == null || root.getMessage().equals(first)
                ? first
                : first + " (" + root.getMessage() + ")";
    }

    /** Bytes of the body, its end, or the failure that ended it. */
    private record DownloadPiece(List<ByteBuffer> bytes, Throwable failure) {
        static final DownloadPiece END = new DownloadPiece(List.of(), null);
    }

    /** Delivers the body piece by piece, so that a reader can wait with a limit. */
    private static final class Body implements Flow.Subscriber<List<ByteBuffer>> {
        private final BlockingQueue<DownloadPiece> pieces = new LinkedBlockingQueue<>();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        /** Returns null if no piece arrives in time. */
        DownloadPiece next(Duration limit) throws InterruptedException {
            subscription.join().request(1);
            return pieces.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        void cancel() {
            subscription.join().cancel();
        }

        @Override
        public void onSubscribe(Flow.Subscription opened) {
            subscription.complete(opened);
        }

        @Override
        public void onNext(List<ByteBuffer> bytes) {
            pieces.add(new DownloadPiece(bytes, null));
        }

        @Override
        public void onError(Throwable failure) {
            pieces.add(new DownloadPiece(List.of(), failure));
        }

        @Override
        public void onComplete() {
            pieces.add(DownloadPiece.END);
        }
    }
}
