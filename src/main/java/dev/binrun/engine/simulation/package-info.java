/** The session simulation and its inspection. */
package dev.binrun.engine.simulation;
