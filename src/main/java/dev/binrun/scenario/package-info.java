/** A scenario as a document states it: its records and the readers that make them. */
package dev.binrun.scenario;
