/** Verbs of the family "stream". */
package dev.binrun.verb.stream;
