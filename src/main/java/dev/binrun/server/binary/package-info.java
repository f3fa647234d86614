/** The nats-server executable: pinned versions, the search for an executable, downloads, the cache. */
package dev.binrun.server.binary;
