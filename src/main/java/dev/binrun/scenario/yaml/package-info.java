/** The YAML of a document: its syntax, its tree, and the problems found in it with their places. */
package dev.binrun.scenario.yaml;
