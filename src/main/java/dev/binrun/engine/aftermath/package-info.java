/** The final state of a run, read from the servers for checks and for the digest. */
package dev.binrun.engine.aftermath;
