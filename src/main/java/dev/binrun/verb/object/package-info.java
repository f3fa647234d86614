/** The verbs of object stores. */
package dev.binrun.verb.object;
