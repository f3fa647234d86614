/**
 * The machine that servers run on: files, ports, processes, signals, and the reaper that removes what a run leaves behind.
 */
package dev.binrun.server.host;
