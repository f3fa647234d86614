/** The interface of verbs, the facts about them, verbs of a project's own, and the parts of a run that verbs use. */
package dev.binrun.verb;
