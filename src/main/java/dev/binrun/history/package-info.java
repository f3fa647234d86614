/** What happened in a run, in a form that can be compared: the digest. */
package dev.binrun.history;
