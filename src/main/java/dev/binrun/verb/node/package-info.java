/** Arguments that name nodes, and the choice of a node by its role or by the seed. */
package dev.binrun.verb.node;
