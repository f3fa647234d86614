/** The verbs of what the server says of itself. */
package dev.binrun.verb.observe;
