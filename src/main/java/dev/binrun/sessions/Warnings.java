package dev.binrun.sessions;

import java.util.List;

/** The wording of the warnings about a bucket's entries and what is made for them. */
final class Warnings {
    private Warnings() {}

    static String refused(String bucket, String key, long revision, String reason) {
        return bucket + " key " + TerminalText.text(key, 255) + " revision " + revision
                + " refused, its former state stays: " + reason;
    }

    static String notServed(String bucket, String name, String reason) {
        return "of the bucket " + bucket + ", " + TerminalText.text(name, 255) + " is not served: " + reason;
    }

    static String foreign(String stream, String consumer, String bucket, String reason) {
        return "the consumer " + TerminalText.text(consumer, 255) + " on " + stream + " has the mark of the bucket "
                + bucket + ", but was not made for it: " + reason + ". It is ignored";
    }

    static String edited(String stream, String consumer, String bucket, List<String> fields) {
        return "the consumer " + consumer + " on " + stream + " was edited by hand (" + String.join(", ", fields)
                + "); it is as the bucket " + bucket + " says again";
    }

    static String unreadable(String bucket, long first, long last) {
        return "the server cannot read the entries " + first + " to " + last + " of the bucket " + bucket
                + ": its store is damaged (streams/KV_" + bucket + "/msgs). Their contents are unknown; put their keys"
                + " again";
    }

    static String lost(String bucket, String key, String state) {
        return "the store of the bucket " + bucket + " has lost the entry of " + TerminalText.text(key, 255)
                + ", which goes on " + state + "; put the key again, or delete it";
    }

    static String removed(String stream, String consumer, String bucket, String consequence) {
        return "the consumer " + consumer + " on " + stream + " was removed; it is made again as the bucket " + bucket
                + " says: " + consequence;
    }
}
