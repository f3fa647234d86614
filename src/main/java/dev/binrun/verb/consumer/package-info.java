/** Verbs of the family "consumer". */
package dev.binrun.verb.consumer;
