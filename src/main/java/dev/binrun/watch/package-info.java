/** Changes of files on disk, and single keys of a terminal. */
package dev.binrun.watch;
