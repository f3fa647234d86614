package dev.binrun.scenario;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.binrun.scenario.yaml.Tree;
import dev.binrun.schema.LanguageSchema;
import java.util.List;

/** Holds documents against a JSON Schema, with a validator that knows nothing of us. */
public final class SchemaJudge {
    private final Schema schema;

    SchemaJudge(String text) {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(text, InputFormat.JSON);
    }

    public static SchemaJudge ofTheLanguage() {
        return new SchemaJudge(LanguageSchema.text());
    }

    /** What is wrong with a document, as YAML's core schema reads it. */
    public List<String> problems(Tree document) {
        return schema.validate(document.json().toString(), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();
    }
}
