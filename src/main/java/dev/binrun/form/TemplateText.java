package dev.binrun.form;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.Optional;

/** A text that may change with {@code ${i}}: everything else in it is looked up when it is asked for. */
public final class TemplateText {
    private final Template template;
    private final Scope scope;
    private final String constant;

    /**
     * @param template the text
     * @param scope where its names are looked up
     */
    public TemplateText(Template template, Scope scope) {
        this.template = template;
        this.scope = scope;
        this.constant = template.isOpen() ? null : template.text(scope);
    }

    /** A text without anything to look up. */
    public static TemplateText of(String constant) {
        return new TemplateText(constant);
    }

    private TemplateText(String constant) {
        this.template = null;
        this.scope = null;
        this.constant = constant;
    }

    /** This text with one more name in front of those that it is looked up in. */
    public TemplateText with(String name, JsonElement value) {
        return constant != null ? this : new TemplateText(template, scope.with(name, value));
    }

    /**
     * The text as it is outside of any count.
     *
     * @throws UnknownNameException if something in it is not there
     */
    public String get() {
        return constant != null ? constant : template.text(scope);
    }

    /** The text, if nothing in it is looked up. */
    public Optional<String> constant() {
        return Optional.ofNullable(constant);
    }

    /**
     * The text for an index.
     *
     * @throws UnknownNameException if something in it is not there
     */
    public String at(long i) {
        return constant != null ? constant : template.text(scope.with("i", new JsonPrimitive(i)));
    }
}
