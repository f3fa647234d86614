package dev.binrun.sessions;

import java.util.List;

/** The texts of warnings about the entries of buckets, and about the consumers of these entries. */
final class Warnings {
    private Warnings() {}

    /** An entry has an invalid key or value. */
    static String refused(String bucket, String key, long revision, String reason) {
        return bucket + " key " + TerminalText.text(key, 255) + " revision " + revision + " rejected, nothing changes: "
                + reason;
    }

    /** An entry cannot be served. */
    static String notServed(String bucket, String name, String reason) {
        return TerminalText.text(name, 255) + " of the bucket " + bucket + " is not served: " + reason;
    }

    /** A consumer has a mark that does not fit its name or configuration. */
    static String foreign(String stream, String consumer, String bucket, String reason) {
        return "the consumer " + TerminalText.text(consumer, 255) + " on " + stream + " has the mark of the bucket "
                + bucket + ", but was not made for it: " + reason + ". It is ignored";
    }

    /** A consumer was edited by hand. */
    static String edited(String stream, String consumer, String bucket, List<String> fields) {
        return "the consumer " + consumer + " on " + stream + " was edited by hand (" + String.join(", ", fields)
                + "), and was reset to the entry of the bucket " + bucket;
    }

    /** The server cannot read a range of revisions. */
    static String unreadable(String bucket, long first, long last) {
        return "the server cannot read the entries " + first + " to " + last + " of the bucket " + bucket
                + ": its store is damaged (streams/KV_" + bucket + "/msgs). Their contents are unknown; put their keys"
                + " again";
    }

    /** The store of a bucket lost an entry, whose consumer continues. */
    static String lost(String bucket, String key, String state) {
        return "the store of the bucket " + bucket + " has lost the entry of " + TerminalText.text(key, 255)
                + ", which continues " + state + "; put the key again, or delete it";
    }

    /** Another client removed a consumer. */
    static String removed(String stream, String consumer, String bucket, String consequence) {
        return "the consumer " + consumer + " on " + stream + " was removed, and is created again from the bucket "
                + bucket + ": " + consequence;
    }
}
