package dev.binrun.scenario.yaml;

import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserException;

/**
 * Rejects a document that is nested too deep or has too many values, before it takes memory. Errors of SnakeYAML's own
 * limits have no place.
 */
final class LimitedParser implements Parser {
    private final Parser parser;
    private final int deepest;
    private final int mostValues;
    private int depth;
    private int values;

    LimitedParser(Parser parser, int deepest, int mostValues) {
        this.parser = parser;
        this.deepest = deepest;
        this.mostValues = mostValues;
    }

    /** Thrown if a document has too many values. */
    static final class TooManyValuesException extends ParserException {
        private static final long serialVersionUID = 1L;

        TooManyValuesException(String message, Mark at) {
            super(null, null, message, at);
        }
    }

    /** Returns the message about a document with too many values. */
    static String tooMany(int mostValues) {
        return "the document has more than " + mostValues + " values, with aliases expanded; split it up";
    }

    /** Returns the message about a document that is nested too deep. */
    static String tooDeep(int deepest) {
        return "the document is nested deeper than " + deepest + " levels";
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public Event getEvent() {
        Event event = parser.getEvent();
        if (event instanceof CollectionStartEvent && ++depth > deepest) {
            throw new ParserException(null, null, tooDeep(deepest), event.getStartMark());
        }
        values = event instanceof DocumentStartEvent ? 0 : values + (event instanceof NodeEvent ? 1 : 0);
        if (values > mostValues) {
            throw new TooManyValuesException(tooMany(mostValues), event.getStartMark());
        }
        depth -= event instanceof CollectionEndEvent ? 1 : 0;
        return event;
    }
}
