/** The verbs of messages. */
package dev.binrun.verb.message;
