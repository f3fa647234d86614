package dev.binrun.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlainTreeTest {
    private record Line(String item, int howMany, Optional<String> note, List<Part> parts) {}

    private record Part(double weight) {}

    private record Broken(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("no name yet");
        }
    }

    @Test
    void json_plainValues_keepsThem() {
        Map<String, Object> tree = new HashMap<>();
        tree.put("list", Arrays.asList(1, 2L, "x", true, null));
        tree.put("large", new BigInteger("123456789012345678901234567890"));

        assertEquals(
                JsonParser.parseString(
                        "{\"list\": [1, 2, 'x', true, null], \"large\": 123456789012345678901234567890}"),
                PlainTree.json(tree));
    }

    @Test
    void json_record_hasKeysInSnakeCase() {
        Line line = new Line("tea", 2, Optional.empty(), List.of(new Part(0.5)));

        assertEquals(
                JsonParser.parseString("{'item': 'tea', 'how_many': 2, 'parts': [{'weight': 0.5}]}"),
                PlainTree.json(line));
    }

    @Test
    void json_jsonObject_isCopied() {
        JsonObject json = new JsonObject();
        JsonObject copy = PlainTree.json(Map.of("inner", json)).getAsJsonObject();

        json.addProperty("later", 1);

        assertEquals(JsonParser.parseString("{'inner': {}}"), copy);
    }

    @Test
    void json_otherType_isRefusedWithItsPath() {
        assertEquals(
                "'orders[1].at' has the type java.time.Instant; use Map, List, String, numbers, booleans, null and"
                        + " records",
                refused(Map.of("orders", List.of(Map.of(), Map.of("at", Instant.EPOCH)))));
        assertEquals("'weight' is NaN, which is not a number in JSON", refused(new Part(Double.NaN)));
        assertEquals("'by' has a key of the type java.lang.Integer; use String", refused(Map.of("by", Map.of(1, 2))));
        assertEquals(
                "'name' cannot be read: java.lang.IllegalStateException: no name yet", refused(new Broken("unread")));
    }

    @Test
    void json_listContainsItself_isRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);

        String message = refused(Map.of("list", list));

        assertEquals("is nested deeper than 200 levels; does it contain itself?", message.replaceAll("'.*' ", ""));
    }

    @Test
    void of_json_isPlain() {
        Object tree = PlainTree.of(JsonParser.parseString("{\"a\": [1, 1.5, \"x\", false, null], \"b\": {}}"));

        Map<String, Object> expected = new HashMap<>();
        expected.put("a", Arrays.asList(1L, new BigDecimal("1.5"), "x", false, null));
        expected.put("b", Map.of());
        assertEquals(expected, tree);
    }

    private static String refused(Object value) {
        return assertThrows(IllegalArgumentException.class, () -> PlainTree.json(value))
                .getMessage();
    }
}
