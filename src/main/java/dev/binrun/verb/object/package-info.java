/** Verbs of the family "object". */
package dev.binrun.verb.object;
