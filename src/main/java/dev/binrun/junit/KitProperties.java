package dev.binrun.junit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The system properties that have the URL of an embedded server, with their earlier values. */
final class KitProperties {
    private final Map<String, List<PropertyUse>> uses = new HashMap<>();

    /**
     * One server that uses a property.
     *
     * @param owner the id of the JUnit context whose tests use the server; empty for the whole run
     * @param earlier the value before; null for none
     */
    private record PropertyUse(String owner, String place, String earlier) {}

    /**
     * Sets a property, and returns the task that gives it its earlier value.
     *
     * @param owner the id of the JUnit context that owns the server
     * @throws ExtensionConfigurationException if another test that may run at the same time uses the property
     */
    synchronized Runnable set(String property, String url, String owner, String place, ExtensionContext context) {
        List<PropertyUse> now = uses.computeIfAbsent(property, name -> new ArrayList<>());
        for (PropertyUse other : now) {
            if (!isOuter(other, context)) {
                throw new ExtensionConfigurationException(place + ": the system property " + property
                        + " already has the URL of another server (" + other.place()
                        + "); tests that run at the same time cannot share a property. Add @ResourceLock(\"" + property
                        + "\") to each of their classes, or share one server with scope = RUN");
            }
        }
        PropertyUse use = new PropertyUse(owner, place, System.getProperty(property));
        now.add(use);
        System.setProperty(property, url);
        return () -> restore(property, use);
    }

    /** Returns whether a property belongs to an outer server, none of whose other tests runs at the same time. */
    private static boolean isOuter(PropertyUse use, ExtensionContext context) {
        for (ExtensionContext inner = context;
                inner.getParent().isPresent();
                inner = inner.getParent().get()) {
            if (inner.getUniqueId().equals(use.owner())) {
                return true;
            }
            if (inner.getExecutionMode() == ExecutionMode.CONCURRENT) {
                return false;
            }
        }
        return use.owner().isEmpty();
    }

    private synchronized void restore(String property, PropertyUse use) {
        uses.get(property).remove(use);
        if (use.earlier() == null) {
            System.clearProperty(property);
        } else {
            System.setProperty(property, use.earlier());
        }
    }
}
