/** Real nats-server processes: where the executable comes from, one process each, and nothing left behind. */
package dev.binrun.server;
