/**
 * JetStream on the wire: API requests, replies and errors, messages, reading a stream, ordered consumers. Knows no verb and no scenario.
 */
package dev.binrun.jetstream;
