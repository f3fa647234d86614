package dev.binrun.scenario;

import dev.binrun.form.Library;
import dev.binrun.form.Library.Member;

/** The YAML parser, as a requirement that can be checked before its first use. */
public final class YamlLibrary {
    public static final Library SNAKEYAML = new Library(
            "org.yaml",
            "snakeyaml",
            "2.0",
            "2.7",
            Member.of("org.yaml.snakeyaml.LoaderOptions", "getTagInspector"));

    private YamlLibrary() {}
}
