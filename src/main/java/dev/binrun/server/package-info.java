/** One nats-server process and its private folder. */
package dev.binrun.server;
