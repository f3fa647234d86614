/** Arguments that select nodes, and the search for a node by its role. */
package dev.binrun.verb.node;
