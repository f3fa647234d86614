package dev.binrun.scenario;

import dev.binrun.form.ApiField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The known fields of an API configuration.
 *
 * @param byName the fields by their names in the API
 */
public record ApiFields(Map<String, ApiField> byName) {
    /** Returns the fields that an enum lists. */
    public static ApiFields of(Class<? extends ApiField> enumeration) {
        return of(List.of(enumeration.getEnumConstants()));
    }

    /** Returns some fields. */
    public static ApiFields of(List<? extends ApiField> fields) {
        Map<String, ApiField> byName = new LinkedHashMap<>();
        fields.forEach(field -> byName.put(field.field(), field));
        return new ApiFields(byName);
    }

    /** Returns whether a name of the API or the CLI is known. */
    public boolean knows(String name) {
        return find(name).isPresent();
    }

    /** Returns the field with a name of the API or the CLI. */
    Optional<ApiField> find(String name) {
        return Optional.ofNullable(byName.get(name))
                .or(() -> byName.values().stream()
                        .filter(field -> field.also().contains(name))
                        .findFirst());
    }

    /** Returns the names of the fields in the API. */
    Set<String> names() {
        return byName.keySet();
    }
}
