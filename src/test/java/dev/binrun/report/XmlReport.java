package dev.binrun.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A JUnit XML file, as a build server reads it. */
public final class XmlReport {
    private final Document document;

    private XmlReport(Document document) {
        this.document = document;
    }

    public static XmlReport read(Path file) throws IOException, SAXException, ParserConfigurationException {
        return new XmlReport(
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
    }

    public Element suite() {
        return document.getDocumentElement();
    }

    public List<String> names() {
        return elements(document.getElementsByTagName("testcase")).stream()
                .map(element -> element.getAttribute("name"))
                .toList();
    }

    public Element testCase(String name) {
        return elements(document.getElementsByTagName("testcase")).stream()
                .filter(element -> element.getAttribute("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no test case '" + name + "' in " + names()));
    }

    /** Returns the properties of a suite or a test case, without those of its children. */
    public Map<String, String> properties(Element owner) {
        return elements(owner.getElementsByTagName("property")).stream()
                .filter(property -> property.getParentNode().getParentNode() == owner)
                .collect(Collectors.toMap(
                        property -> property.getAttribute("name"), property -> property.getAttribute("value")));
    }

    public double number(String name, String attribute) {
        return Double.parseDouble(testCase(name).getAttribute(attribute));
    }

    public String attribute(String name, String child, String attribute) {
        return child(name, child).getAttribute(attribute);
    }

    /** Returns the stripped text of a test case's child; empty without such a child. */
    public String text(String name, String child) {
        List<Element> children = elements(testCase(name).getElementsByTagName(child));
        return children.isEmpty() ? "" : children.get(0).getTextContent().strip();
    }

    private Element child(String name, String child) {
        List<Element> children = elements(testCase(name).getElementsByTagName(child));
        if (children.isEmpty()) {
            throw new AssertionError("no <" + child + "> in '" + name + "'");
        }
        return children.get(0);
    }

    private static List<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }
}
