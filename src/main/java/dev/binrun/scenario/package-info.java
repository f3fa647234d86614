/** What a scenario file says: its reader (all YAML knowledge is here), its records and the problems found in it. */
package dev.binrun.scenario;
