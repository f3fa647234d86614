package dev.binrun.form;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Creates the classes that projects add by {@link ServiceLoader}. One that fails does not affect the others. */
public final class Providers {
    private Providers() {}

    /**
     * Creates all classes that a loader finds.
     *
     * @param add takes each of them
     * @param failed takes the reason for each one that cannot be created, or that {@code add} fails at
     */
    public static <T> void create(ServiceLoader<T> loader, Consumer<? super T> add, Consumer<String> failed) {
        Iterator<ServiceLoader.Provider<T>> providers = loader.stream().iterator();
        boolean more = true;
        while (more) {
            try {
                more = providers.hasNext();
                if (more) {
                    add.accept(providers.next().get());
                }
            } catch (ServiceConfigurationError | RuntimeException | LinkageError e) {
                failed.accept(e.getMessage() + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
            }
        }
    }
}
