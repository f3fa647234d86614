/**
 * The forms that values take in a scenario: numbers, durations, sizes, times, {@code ${…}}, and how
 * arguments are declared. Also the versions of libraries that work.
 */
package dev.binrun.form;
