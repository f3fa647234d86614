/** The business logic: buckets say who wants what, and one durable consumer per session or command is kept in step with them. */
package dev.binrun.sessions;
