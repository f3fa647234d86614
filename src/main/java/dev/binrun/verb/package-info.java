/** What all verbs share: the interface, the facts about a verb, and what a verb may use of its run. */
package dev.binrun.verb;
