/** Checks judge what clients did and what is left, once a run has ended. */
package dev.binrun.check;
