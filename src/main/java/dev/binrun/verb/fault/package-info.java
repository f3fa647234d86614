/** Verbs that strike: servers, leaders and the network between them. */
package dev.binrun.verb.fault;
