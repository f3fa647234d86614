package dev.binrun.sessions;

import io.nats.client.ErrorListener;

/** The Java client's default error listener prints a block for each server that ends. */
final class Quiet implements ErrorListener {}
