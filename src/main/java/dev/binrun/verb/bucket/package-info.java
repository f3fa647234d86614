/** What the verbs of KV buckets and of object stores share. */
package dev.binrun.verb.bucket;
