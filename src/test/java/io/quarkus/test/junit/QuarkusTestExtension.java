package io.quarkus.test.junit;

import org.junit.jupiter.api.extension.Extension;

/** Has the name of Quarkus' extension, by which the kit knows its tests. */
public final class QuarkusTestExtension implements Extension {}
