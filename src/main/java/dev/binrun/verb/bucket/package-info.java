/** What buckets of values and object stores have in common: the stream behind each, and how it is read and watched. */
package dev.binrun.verb.bucket;
