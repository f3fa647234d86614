/** Shows verdicts: lines and a summary for a reader, JUnit XML for a build server. */
package dev.binrun.report;
