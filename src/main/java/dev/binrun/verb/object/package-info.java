/** The verbs for object stores. */
package dev.binrun.verb.object;
