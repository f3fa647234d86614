/** Holds an answer against what was expected of it, and names every difference. */
package dev.binrun.match;
