/** Hands scenarios to JUnit: as dynamic tests of a test class, and to the launcher behind the script's {@code run}. */
package dev.binrun.junit;
