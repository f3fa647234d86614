/** All verbs by name, and the shapes of their answers. */
package dev.binrun.registry;
