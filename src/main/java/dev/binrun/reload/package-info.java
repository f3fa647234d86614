/** A program that is compiled and started again when its sources change. */
package dev.binrun.reload;
