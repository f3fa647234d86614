/** A cluster of nats-server nodes: its start, its faults and its readiness. */
package dev.binrun.server.cluster;
