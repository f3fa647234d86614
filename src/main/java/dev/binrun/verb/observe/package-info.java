/** Verbs that observe servers and accounts. */
package dev.binrun.verb.observe;
