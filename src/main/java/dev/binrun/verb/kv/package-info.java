/** Verbs of the family "kv". */
package dev.binrun.verb.kv;
