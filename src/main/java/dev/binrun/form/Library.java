package dev.binrun.form;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A library that binrun uses in whichever version a user's project has.
 *
 * @param group the group id
 * @param artifact the artifact id
 * @param oldest the oldest version that works
 * @param proposed the version to add to a pom
 * @param probe the newest member of the library that binrun calls
 */
public record Library(String group, String artifact, String oldest, String proposed, Member probe) {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern NUMBERS = Pattern.compile("\\d+(\\.\\d+)*");

    /**
     * A class, or one of its methods.
     *
     * @param owner the name of the class
     * @param method its name; empty for the class alone
     */
    public record Member(String owner, String method, List<Class<?>> parameters) {
        /** Returns a public method, identified by its name and its parameters. */
        public static Member of(String owner, String method, Class<?>... parameters) {
            return new Member(owner, method, List.of(parameters));
        }

        /** Returns a class, regardless of its methods. */
        public static Member of(String owner) {
            return new Member(owner, "", List.of());
        }
    }

    /** Thrown if libraries are missing or too old; the message has one sentence for each. */
    public static final class UnusableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Checks that libraries are on the class path, and new enough.
     *
     * @throws UnusableException if a library is missing or too old
     */
    public static void require(List<Library> libraries) {
        String problems = libraries.stream()
                .flatMap(library -> library.problem().stream())
                .collect(Collectors.joining("\n"));
        if (!problems.isEmpty()) {
            throw new UnusableException(problems);
        }
    }

    /** Returns the version on the class path; empty if it is too old or its jar does not name it. */
    public Optional<String> usableVersion() {
        return problem().isPresent()
                ? Optional.empty()
                : find(Library.class.getClassLoader()).flatMap(this::version);
    }

    /** Returns a sentence about a missing or old library, with the pom entry to add; empty if the library is usable. */
    public Optional<String> problem() {
        return problem(Library.class.getClassLoader());
    }

    /** Returns a copy of this requirement that proposes another version. */
    public Library proposing(String version) {
        return new Library(group, artifact, oldest, version, probe);
    }

    /**
     * Returns the problem of the library that a class loader finds. A jar without a version is judged by its members.
     */
    Optional<String> problem(ClassLoader loader) {
        Optional<Class<?>> owner = find(loader);
        if (owner.isEmpty()) {
            return Optional.of(needed("but it is not on the class path"));
        }
        Optional<String> version = owner.flatMap(this::version);
        boolean newEnough = version.map(this::isNewEnough).orElse(true);
        if (newEnough && hasProbe(owner.get())) {
            return Optional.empty();
        }
        return Optional.of(needed("but the class path has "
                + version.orElse("a version that its jar does not name")
                + root(owner.get()).map(root -> " (" + path(root) + ")").orElse("")
                + (newEnough ? ", which lacks " + probe.owner() + "." + probe.method() : "")));
    }

    private String needed(String found) {
        return "binrun needs " + group + ":" + artifact + " " + oldest + " or newer, " + found
                + "; add this to the <dependencies> of your pom: <dependency><groupId>" + group
                + "</groupId><artifactId>" + artifact + "</artifactId><version>" + proposed
                + "</version></dependency>";
    }

    private Optional<Class<?>> find(ClassLoader loader) {
        try {
            return Optional.of(Class.forName(probe.owner(), false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** A class whose own dependencies are missing cannot be inspected, and counts as new enough. */
    private boolean hasProbe(Class<?> owner) {
        try {
            if (!probe.method().isEmpty()) {
                owner.getMethod(probe.method(), probe.parameters().toArray(Class<?>[]::new));
            }
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        } catch (LinkageError e) {
            return true;
        }
    }

    private Optional<String> version(Class<?> owner) {
        return root(owner).flatMap(root -> written(root).or(() -> named(root)));
    }

    /** Returns the version in the {@code pom.properties} that Maven puts into a jar. */
    private Optional<String> written(String root) {
        try (InputStream in =
                new URL(root + "META-INF/maven/" + group + "/" + artifact + "/pom.properties").openStream()) {
            Properties properties = new Properties();
            properties.load(in);
            return Optional.ofNullable(properties.getProperty("version"))
                    .filter(version -> NUMBERS.matcher(version).lookingAt());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the version in the name of the jar. */
    private Optional<String> named(String root) {
        Matcher name = Pattern.compile("/" + Pattern.quote(artifact) + "-(\\d[^/!]*)\\.jar(!/.*)?$")
                .matcher(path(root));
        return name.find() ? Optional.of(name.group(1)) : Optional.empty();
    }

    /** Returns the URL of the jar or folder that a class was loaded from. */
    private static Optional<String> root(Class<?> owner) {
        String file = owner.getName().replace('.', '/') + ".class";
        return Optional.ofNullable(owner.getResource("/" + file))
                .map(URL::toString)
                .filter(url -> url.endsWith(file))
                .map(url -> url.substring(0, url.length() - file.length()));
    }

    private static String path(String root) {
        return root.replaceFirst("^(jar:)?(file:|nested:)", "").replaceFirst("!/$", "");
    }

    private boolean isNewEnough(String version) {
        List<Integer> has = numbers(version);
        List<Integer> needs = numbers(oldest);
        for (int i = 0; i < needs.size(); i++) {
            int difference = (i < has.size() ? has.get(i) : 0) - needs.get(i);
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    private static List<Integer> numbers(String version) {
        Matcher start = NUMBERS.matcher(version);
        return start.lookingAt()
                ? NUMBER.matcher(start.group())
                        .results()
                        .map(number -> Integer.valueOf(number.group()))
                        .toList()
                : List.of();
    }
}
