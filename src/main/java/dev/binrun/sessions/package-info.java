/** The business logic that the session simulation and the live system share. */
package dev.binrun.sessions;
