package dev.binrun.scenario;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.schema.LanguageSchema;
import java.util.List;

/** Validates documents against a JSON Schema, with an independent validator. */
public final class SchemaJudge {
    private final Schema schema;

    SchemaJudge(String text) {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(text, InputFormat.JSON);
    }

    public static SchemaJudge ofTheLanguage() {
        return new SchemaJudge(LanguageSchema.text());
    }

    /** Returns the errors of a document, read by YAML's core schema. */
    public List<String> problems(Tree document) {
        return schema.validate(document.json().toString(), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
