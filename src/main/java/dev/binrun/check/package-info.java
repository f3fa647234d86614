/** Checks: one record each, which judges the history and the final state of a run. */
package dev.binrun.check;
