/**
 * The machine that servers run on: files, ports, processes, signals, and the reaper that cleans up after a run.
 */
package dev.binrun.server.host;
