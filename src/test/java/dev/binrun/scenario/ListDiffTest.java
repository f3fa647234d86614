package dev.binrun.scenario;

import static dev.binrun.scenario.ExpectationAssertions.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.binrun.match.Expected;
import dev.binrun.match.Mismatch;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Mismatches of lists with missing, extra and different elements. */
final class ListDiffTest {
    private static final String ABC = "{ messages: [ { data: a }, { data: b }, { data: c } ] }";

    @Test
    void list_missingElement_isNamed() {
        expect(ABC)
                .differs(
                        "{'messages':[{'data':'a'},{'data':'c'}]}",
                        "messages: expected 3 elements, was 2: missing [1] {data: 'b'}")
                .shows(
                        "{'messages':[{'data':'a','seq':1},{'data':'c','seq':3}]}",
                        "    [0]   [0]  {data: 'a'}",
                        "-   [1]        {data: 'b'}",
                        "    [2]   [1]  {data: 'c'}");
    }

    @Test
    void list_extraElement_showsOnlyExpectedKeys() {
        expect(ABC)
                .differs(
                        "{'messages':[{'data':'a'},{'data':'x','seq':9},{'data':'b'},{'data':'c'}]}",
                        "messages: expected 3 elements, was 4: extra [1] {data: 'x'}")
                .shows(
                        "{'messages':[{'data':'a'},{'data':'x','seq':9},{'data':'b'},{'data':'c'}]}",
                        "    [0]   [0]  {data: 'a'}",
                        "+         [1]  {data: 'x'}",
                        "    [1]   [2]  {data: 'b'}",
                        "    [2]   [3]  {data: 'c'}");
    }

    @Test
    void list_differentElements_haveTheirPaths() {
        List<Mismatch> one = expect(ABC).mismatches("{'messages':[{'data':'a'},{'data':'x'},{'data':'c'}]}");

        assertEquals(
                List.of("messages[1].data: expected 'b', was 'x'"),
                one.stream().map(Mismatch::toString).toList());
        assertEquals(List.of(), one.get(0).diff());
    }

    @Test
    void list_shiftedElements_areAligned() {
        expect(ABC)
                .differs(
                        "{'messages':[{'data':'b'},{'data':'c'},{'data':'d'}]}",
                        "messages: expected 3 elements in this order, was 3: missing [0] {data: 'a'}; extra "
                                + "[2] {data: 'd'}");
    }

    @Test
    void list_movedElement_namesItsIndex() {
        expect(ABC)
                .differs(
                        "{'messages':[{'data':'b'},{'data':'a'},{'data':'c'}]}",
                        "messages: expected 3 elements in this order, was 3: [0] {data: 'a'} is at [1]");
    }

    @Test
    void list_missingAndDifferent_areBothReported() {
        expect("[ { s: x, d: a }, { s: x, d: b }, { s: y, d: c } ]")
                .differs(
                        "[{'s':'x','d':'b'},{'s':'y','d':'z'}]",
                        "expected 3 elements, was 2: missing [0] {s: 'x', d: 'a'}",
                        "[1].d: expected 'c', was 'z'")
                .shows(
                        "[{'s':'x','d':'b'},{'s':'y','d':'z'}]",
                        "-   [0]        {s: 'x', d: 'a'}",
                        "    [1]   [0]  {s: 'x', d: 'b'}",
                        "~   [2]   [1]  {s: 'y', d: 'c'} but {s: 'y', d: 'z'}");
    }

    @Test
    void list_empty_allElementsAreMissing() {
        expect(ABC)
                .differs(
                        "{'messages':[]}",
                        "messages: expected 3 elements, was 0: missing [0] {data: 'a'}, [1] {data: 'b'}, [2] "
                                + "{data: 'c'}");
        expect("[1, 2, 3, 4, 5]").differs("[]", "expected 5 elements, was 0: missing [0] 1, [1] 2, [2] 3 and 2 more");
        expect("[]").differs("[1,2]", "expected 0 elements, was 2: extra [0] 1, [1] 2");
    }

    @Test
    void list_operators_areAligned() {
        expect("['> 5', '~ ^a', '1..2']").differs("['abc',2]", "expected 3 elements, was 2: missing [0] > 5");
    }

    @Test
    void longList_twoMissingFarApart_areFound() {
        String expected = list(1_000, i -> true, i -> "{ data: m-" + i + " }");
        String there = list(1_000, i -> i != 100 && i != 900, i -> "{'data':'m-" + i + "','seq':" + i + "}");

        expect(expected)
                .differs(there, "expected 1000 elements, was 998: missing [100] {data: 'm-100'}, [900] {data: 'm-900'}")
                .shows(
                        there,
                        "  … 98 elements that match",
                        "   [98]  [98]  {data: 'm-98'}",
                        "   [99]  [99]  {data: 'm-99'}",
                        "- [100]        {data: 'm-100'}",
                        "  [101] [100]  {data: 'm-101'}",
                        "  [102] [101]  {data: 'm-102'}",
                        "  … 795 elements that match",
                        "  [898] [897]  {data: 'm-898'}",
                        "  [899] [898]  {data: 'm-899'}",
                        "- [900]        {data: 'm-900'}",
                        "  [901] [899]  {data: 'm-901'}",
                        "  [902] [900]  {data: 'm-902'}",
                        "  … 97 elements that match");
    }

    @Test
    void longList_nothingInCommon_isBounded() {
        String expected = list(1_000, i -> true, i -> "{ data: m-" + i + " }");
        String there = list(900, i -> true, i -> "{'data':'x-" + i + "'}");

        Mismatch first = expect(expected).mismatches(there).get(0);
        assertTrue(first.toString().length() < 300, first.toString());
        assertEquals(31, first.diff().size());
        assertEquals("  … 970 more", first.diff().get(30));
    }

    @Test
    void longList_oneOfVeryManyExpected_isBounded() {
        String expected = list(1_000, i -> true, i -> "m-" + i);

        expect(expected)
                .differs(
                        "['m-500']",
                        "expected 1000 elements, was 1: missing [0] 'm-0', [1] 'm-1', [2] 'm-2' and 996 more");
    }

    @Test
    void longList_eachContainsAndAny_areMatched() {
        String there =
                list(1_000, i -> true, i -> "{'data':'m-" + i + "','subject':'orders.new','seq':" + (i + 1) + "}");
        String backwards = list(1_000, i -> true, i -> "{ data: m-" + (999 - i) + " }");

        expect("{ each: { data: 'm-${i}', seq: '${i+1}', subject: '~ ^orders' } }")
                .holds(there);
        expect("{ contains: " + backwards + " }").holds(there);
        expect("{ any: { data: m-1000 } }")
                .differs(
                        there,
                        "expected any element like {data: 'm-1000'}, was 1000 elements,"
                                + " the nearest differs in [100].data: expected 'm-1000', was 'm-100'");
    }

    @Test
    void veryLongList_mismatch_isBounded() {
        String there = list(100_000, i -> true, i -> "{'data':'x-" + i + "'}");

        assertEquals(
                Expected.MOST_DIFFERENCES,
                expect("{ each: { data: a } }").mismatches(there).size());
        Mismatch first = expect("[ { data: a } ]").mismatches(there).get(0);
        assertEquals(
                "expected 1 element, was 100000: extra [1] {data: 'x-1'}, [2] {data: 'x-2'}, [3] {data: 'x-3'} "
                        + "and 99996 more",
                first.toString());
        assertEquals(31, first.diff().size());
    }

    private static String list(int count, IntPredicate wanted, IntFunction<String> element) {
        return IntStream.range(0, count).filter(wanted).mapToObj(element).collect(Collectors.joining(",", "[", "]"));
    }
}
