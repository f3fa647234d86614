package dev.binrun.page;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;

/** Writes what the page receives. Its names have the form of the JetStream API: {@code first_seq}. */
final class PageJson {
    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .disableHtmlEscaping() // the text is never part of a document
            .create();

    private PageJson() {}

    /** Returns a value as JSON in one line. */
    static String write(Object value) {
        return GSON.toJson(value);
    }
}
