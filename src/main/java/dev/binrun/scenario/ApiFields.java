package dev.binrun.scenario;

import dev.binrun.form.ApiField;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The known fields of an API configuration, by name. */
public record ApiFields(Map<String, ApiField> byName) {
    public static ApiFields of(Class<? extends ApiField> enumeration) {
        return of(enumeration.getEnumConstants());
    }

    public static ApiFields of(ApiField... fields) {
        Map<String, ApiField> byName = new LinkedHashMap<>();
        Arrays.stream(fields).forEach(field -> byName.put(field.field(), field));
        return new ApiFields(byName);
    }

    public boolean knows(String name) {
        return find(name).isPresent();
    }

    /** The field of a name, the API's or the CLI's. */
    Optional<ApiField> find(String name) {
        return Optional.ofNullable(byName.get(name))
                .or(() -> byName.values().stream()
                        .filter(field -> field.also().contains(name))
                        .findFirst());
    }

    Set<String> names() {
        return byName.keySet();
    }
}
