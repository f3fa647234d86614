/** The nats-server executable: pinned versions, where an executable is searched, downloads, the cache. */
package dev.binrun.server.binary;
