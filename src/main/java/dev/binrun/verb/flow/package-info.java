/** The verbs of the course of a scenario. */
package dev.binrun.verb.flow;
