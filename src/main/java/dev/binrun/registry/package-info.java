/** All verbs by name. */
package dev.binrun.registry;
