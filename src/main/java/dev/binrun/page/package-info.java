/**
 * The live page: a web page on 127.0.0.1 that shows the streams, consumers and messages of a server, and changes them.
 * Nothing in this package knows the live system; a {@link dev.binrun.page.PageSystem} describes what is shown.
 */
package dev.binrun.page;
