/** Proxies between nodes, which a fault can cut or delay. */
package dev.binrun.server.network;
