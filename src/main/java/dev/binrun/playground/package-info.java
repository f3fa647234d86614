/** The business-logic mode: a server that keeps its store, and the business logic on it, until it is told to stop. */
package dev.binrun.playground;
