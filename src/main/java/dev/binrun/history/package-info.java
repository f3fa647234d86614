/** What happened in a run, in a form that can be compared and judged: the digest, what clients did, what is left at the end. */
package dev.binrun.history;
