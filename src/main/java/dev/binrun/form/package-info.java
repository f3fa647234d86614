/**
 * Value formats of a scenario: numbers, durations, sizes, times, templates and answer shapes;
 * annotations on the arguments of verbs and checks.
 */
package dev.binrun.form;
