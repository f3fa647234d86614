/** The verbs of buckets. */
package dev.binrun.verb.kv;
