/** The commands, their exit codes and their streams. */
package dev.binrun.cli;
