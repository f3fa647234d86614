/** The live system: a server that keeps its store, and the business logic on it, until a signal stops it. */
package dev.binrun.playground;
