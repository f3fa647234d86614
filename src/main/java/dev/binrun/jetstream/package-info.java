/** JetStream on the wire: API requests, replies and errors, messages, streams as they are read, ordered consumers. */
package dev.binrun.jetstream;
