/** Verbs that publish, request, reply and subscribe. */
package dev.binrun.verb.message;
