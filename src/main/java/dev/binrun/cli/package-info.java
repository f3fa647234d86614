/** The commands of the script: what is typed, what is printed where, and the exit code. */
package dev.binrun.cli;
