/** Runs a scenario against a server of its own and judges it. */
package dev.binrun.engine;
