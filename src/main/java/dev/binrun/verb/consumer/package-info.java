/** The verbs of consumers. */
package dev.binrun.verb.consumer;
