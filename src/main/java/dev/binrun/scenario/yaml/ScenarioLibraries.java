package dev.binrun.scenario.yaml;

import dev.binrun.form.Library;
import dev.binrun.form.Library.Member;

/** The libraries that reading a scenario needs, which can be checked before their first use. */
public final class ScenarioLibraries {
    /** The parser of YAML. */
    public static final Library SNAKEYAML = new Library(
            "org.yaml", "snakeyaml", "2.0", "2.7", Member.of("org.yaml.snakeyaml.LoaderOptions", "getTagInspector"));

    /** The library with which jnats signs; only clients with a key need it. */
    public static final Library SIGNATURES = new Library(
            "org.bouncycastle",
            "bcprov-lts8on",
            "2.73",
            "2.73.10",
            Member.of("org.bouncycastle.crypto.CipherParameters"));

    private ScenarioLibraries() {}
}
