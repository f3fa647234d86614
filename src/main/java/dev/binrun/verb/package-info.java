/** What a step can do: one record per verb, named and shaped like the nats CLI's commands, answering with a JSON tree. */
package dev.binrun.verb;
