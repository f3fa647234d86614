package dev.binrun.sessions;

/** The wording of the warnings about a bucket's entries and what is made for them. */
final class Warnings {
    private Warnings() {}

    static String refused(String bucket, String key, long revision, String reason) {
        return bucket + " key " + Harmless.text(key, 255) + " revision " + revision
                + " refused, its former state stays: " + reason;
    }

    static String notServed(String bucket, String name, String reason) {
        return "of the bucket " + bucket + ", " + Harmless.text(name, 255) + " is not served: " + reason;
    }

    static String removed(String stream, String consumer, String bucket, String consequence) {
        return "the consumer " + consumer + " on " + stream + " was removed; it is made again as the bucket " + bucket
                + " says: " + consequence;
    }
}
