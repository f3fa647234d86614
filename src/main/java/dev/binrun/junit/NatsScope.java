package dev.binrun.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** The tests that share one embedded server. */
@API(status = Status.EXPERIMENTAL)
public enum NatsScope {
    /** Each test has its own server, also each repetition and each set of parameters. */
    METHOD,

    /** The tests of a class share a server, also those of its nested classes. It ends with the class. */
    CLASS,

    /** All classes that ask for a server with the same attributes share it. It ends with the test run. */
    RUN
}
