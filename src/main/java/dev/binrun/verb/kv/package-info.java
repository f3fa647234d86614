/** The verbs for key-value buckets. */
package dev.binrun.verb.kv;
