/** Verbs that inject faults: of processes, of the network, of leaders. */
package dev.binrun.verb.fault;
