package dev.binrun.form;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.Optional;

/** A text whose references are looked up on each call, because they can depend on {@code ${i}}. */
public final class TemplateText {
    private final Template template;
    private final Scope scope;
    private final String constant;

    /**
     * @param template the text
     * @param scope the names that its references are looked up in
     */
    public TemplateText(Template template, Scope scope) {
        this.template = template;
        this.scope = scope;
        this.constant = template.isOpen() ? null : template.text(scope);
    }

    /** Returns a text without references. */
    public static TemplateText of(String constant) {
        return new TemplateText(constant);
    }

    private TemplateText(String constant) {
        this.template = null;
        this.scope = null;
        this.constant = constant;
    }

    /** Returns this text with one more name, which takes precedence over the others. */
    public TemplateText with(String name, JsonElement value) {
        return constant != null ? this : new TemplateText(template, scope.with(name, value));
    }

    /**
     * Returns the text outside of a count.
     *
     * @throws UnknownNameException if a reference leads nowhere
     */
    public String get() {
        return constant != null ? constant : template.text(scope);
    }

    /** Returns the text if it has no references. */
    public Optional<String> constant() {
        return Optional.ofNullable(constant);
    }

    /**
     * Returns the text for an index.
     *
     * @throws UnknownNameException if a reference leads nowhere
     */
    public String at(long i) {
        return constant != null ? constant : template.text(scope.with("i", new JsonPrimitive(i)));
    }
}
