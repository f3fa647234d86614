/** The connections of a run, by client and branch, and the failures on their threads. */
package dev.binrun.engine.client;
