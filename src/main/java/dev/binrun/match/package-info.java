/** Compares an answer with the expected tree and describes every mismatch with its path. */
package dev.binrun.match;
