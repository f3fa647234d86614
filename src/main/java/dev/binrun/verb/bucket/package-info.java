/** Code that the verbs of key-value buckets and of object stores share. */
package dev.binrun.verb.bucket;
