package dev.binrun.sessions;

/** The wording of the warnings about a bucket's entries. */
final class Warnings {
    private Warnings() {}

    static String refused(String bucket, String key, long revision, String reason) {
        return bucket + " key " + Harmless.text(key, 255) + " revision " + revision
                + " refused, its former state stays: " + reason;
    }
}
