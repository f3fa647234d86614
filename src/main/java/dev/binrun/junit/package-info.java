/** Scenarios as dynamic JUnit tests. */
package dev.binrun.junit;
