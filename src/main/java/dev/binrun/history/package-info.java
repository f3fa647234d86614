/** The operations that clients performed, as compact rows, and the final state that checks read. */
package dev.binrun.history;
