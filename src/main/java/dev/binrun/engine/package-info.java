/** Runs a scenario on its own servers and judges it. */
package dev.binrun.engine;
