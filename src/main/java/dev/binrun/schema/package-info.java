/** The JSON Schema of the scenario language. */
package dev.binrun.schema;
