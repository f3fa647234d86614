package dev.binrun.junit;

import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** The kit's entries in the stores of JUnit, which are the only place of its state. */
final class KitStores {
    private static final Namespace OURS = Namespace.create(EmbeddedNatsExtension.class);

    private KitStores() {}

    /** The key of the resources of an extension in a context; a store also finds the entries of outer contexts. */
    private record ContextKey(String context, EmbeddedNatsExtension extension) {}

    /** The key of the tests whose instances a thread creates. */
    private record ThreadKey(Thread thread, EmbeddedNatsExtension extension) {}

    /** Returns the resources of an extension in a context. */
    static KitResources resources(ExtensionContext context, EmbeddedNatsExtension extension) {
        return entry(context.getStore(OURS), key(context, extension), KitResources.class, KitResources::new);
    }

    private static ContextKey key(ExtensionContext context, EmbeddedNatsExtension extension) {
        return new ContextKey(context.getUniqueId(), extension);
    }

    /** The key of the declarations for a context, which become more when its instances exist. */
    private record DeclarationsKey(String context, int instances) {}

    /** Returns the declarations for a context, which are searched only once. */
    static KitDeclarations declarations(ExtensionContext context, List<Object> instances) {
        return entry(
                context.getStore(OURS),
                new DeclarationsKey(context.getUniqueId(), instances.size()),
                KitDeclarations.class,
                () -> KitDeclarations.of(context.getRequiredTestClass(), context.getTestMethod(), instances));
    }

    /** Returns the resources of the whole run. */
    static KitResources ofRun(ExtensionContext context) {
        return entry(run(context), "resources", KitResources.class, KitResources::new);
    }

    /** Returns the system properties that embedded servers use. */
    static KitProperties properties(ExtensionContext context) {
        return entry(run(context), "properties", KitProperties.class, KitProperties::new);
    }

    /** Returns the nearest context of a test class. */
    static ExtensionContext ofClass(ExtensionContext context, Class<?> testClass) {
        boolean found = context.getTestMethod().isEmpty()
                && context.getTestClass().filter(testClass::equals).isPresent();
        return found ? context : ofClass(context.getParent().orElseThrow(), testClass);
    }

    /** Returns true for the first call with a key, in this context and its inner contexts. */
    static boolean isFirst(ExtensionContext context, Object key) {
        Object mine = new Object();
        return entry(context.getStore(OURS), key, Object.class, () -> mine) == mine;
    }

    /** Returns whether {@link #isFirst} was not called with a key. */
    static boolean isAbsent(ExtensionContext context, Object key) {
        return context.getStore(OURS).get(key) == null;
    }

    /**
     * Begins the construction of a test instance on this thread. JUnit before 5.12 has no context for the test yet.
     *
     * @param outer the instance of the enclosing class, which belongs to the same test
     */
    static void begin(ExtensionContext ofClass, EmbeddedNatsExtension extension, Optional<Object> outer) {
        KitResources resources =
                outer.map(instance -> kept(ofClass, extension, instance)).orElseGet(KitResources::new);
        ofClass.getStore(OURS).put(resources, resources); // closed with the class if the constructor fails
        constructions(ofClass, extension).push(resources);
    }

    /** Returns the resources of the test whose instance this thread creates; empty if it creates none. */
    static Optional<KitResources> pending(ExtensionContext context, EmbeddedNatsExtension extension) {
        return Optional.ofNullable(constructions(context, extension).peek());
    }

    /** Ends the construction of an instance. */
    static void end(ExtensionContext ofClass, EmbeddedNatsExtension extension, Object instance) {
        ofClass.getStore(OURS)
                .put(
                        new InstanceKey(instance, extension),
                        constructions(ofClass, extension).pop());
    }

    /** Moves the resources of an instance to the context of its test, which closes them. */
    static void adopt(ExtensionContext ofTest, EmbeddedNatsExtension extension, Object instance) {
        KitResources resources = kept(ofTest, extension, instance);
        if (resources == null) {
            return;
        }
        Optional<ExtensionContext> outer = ofTest.getParent();
        while (outer.isPresent()) { // only the store that has an entry can remove it
            outer.get().getStore(OURS).remove(new InstanceKey(instance, extension));
            outer.get().getStore(OURS).remove(resources);
            outer = outer.get().getParent();
        }
        ofTest.getStore(OURS).put(key(ofTest, extension), resources);
    }

    private static KitResources kept(ExtensionContext context, EmbeddedNatsExtension extension, Object instance) {
        return context.getStore(OURS).get(new InstanceKey(instance, extension), KitResources.class);
    }

    /** A thread that waits in a constructor may create the instance of another test meanwhile, so this is a stack. */
    @SuppressWarnings("unchecked")
    private static Deque<KitResources> constructions(ExtensionContext context, EmbeddedNatsExtension extension) {
        return entry(
                context.getStore(OURS), new ThreadKey(Thread.currentThread(), extension), Deque.class, ArrayDeque::new);
    }

    /** A test instance as a key; its own equals method belongs to the user. */
    private record InstanceKey(Object instance, EmbeddedNatsExtension extension) {
        @Override
        public boolean equals(Object other) {
            return other instanceof InstanceKey key && key.instance == instance && key.extension == extension;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(instance);
        }
    }

    /** Returns the store of the launcher's session, which JUnit has since 5.13; before that, of the engine's run. */
    private static Store run(ExtensionContext context) {
        try {
            Class<?> scope = Class.forName(ExtensionContext.class.getName() + "$StoreScope");
            Method getStore = ExtensionContext.class.getMethod("getStore", scope, Namespace.class);
            return (Store)
                    getStore.invoke(context, scope.getField("LAUNCHER_SESSION").get(null), OURS);
        } catch (ReflectiveOperationException e) {
            return context.getRoot().getStore(OURS);
        }
    }

    /** JUnit 6 renames the method; both names exist up to 6.1. */
    @SuppressWarnings("deprecation")
    private static <T> T entry(Store store, Object key, Class<T> type, Supplier<T> value) {
        return store.getOrComputeIfAbsent(key, absent -> value.get(), type);
    }
}
