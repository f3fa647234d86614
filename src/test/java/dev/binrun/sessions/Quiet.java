package dev.binrun.sessions;

import io.nats.client.ErrorListener;

/** An error listener that prints nothing; the client's default prints a block for each server that ends. */
final class Quiet implements ErrorListener {}
