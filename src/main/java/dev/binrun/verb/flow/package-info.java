/** Verbs that contain or control other steps. */
package dev.binrun.verb.flow;
