/** The verbs of streams. */
package dev.binrun.verb.stream;
