/** The linearizability search over the operations on one key. */
package dev.binrun.check.linear;
