/** Formats that show verdicts: lines and a summary, JUnit XML. */
package dev.binrun.report;
