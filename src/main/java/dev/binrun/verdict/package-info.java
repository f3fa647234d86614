/** Verdicts: outcomes, the reports of steps and checks, and the texts of failures. */
package dev.binrun.verdict;
