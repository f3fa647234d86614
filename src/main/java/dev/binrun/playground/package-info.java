/** The live system: a server that keeps its store, and the business logic on it. */
package dev.binrun.playground;
