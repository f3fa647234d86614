/** The forms that values take in a scenario: numbers, durations, sizes, times, {@code ${…}}, and how arguments are declared. */
package dev.binrun.form;
