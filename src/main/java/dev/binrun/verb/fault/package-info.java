/** Verbs that inject faults into processes, the network, and leader elections. */
package dev.binrun.verb.fault;
