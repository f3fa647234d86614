package dev.binrun.scenario;

import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserException;

/** Refuses what is nested too deep, before anything that recurses sees it; SnakeYAML's own limit tells no place. */
final class LimitedParser implements Parser {
    private final Parser parser;
    private final int deepest;
    private int depth;

    LimitedParser(Parser parser, int deepest) {
        this.parser = parser;
        this.deepest = deepest;
    }

    static String tooDeep(int deepest) {
        return "nested deeper than " + deepest + " levels";
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
        depth -= event instanceof CollectionEndEvent ? 1 : 0;
        return event;
    }
}
