package dev.binrun.check;

import dev.binrun.form.Arg;
import dev.binrun.history.FinalState;
import dev.binrun.history.History;
import dev.binrun.history.StreamState;

/** No message is stored twice: by its id, or by subject and payload where it has none. */
public record NoDuplicates(
        @Arg(value = "the stream", position = 0, required = true)
        String stream) implements Check {

    @Override
    public Judgement judge(History history, FinalState end) {
        StreamState state = end.stream(stream).orElse(null);
        if (state == null || state.size() == 0) {
            return new Judgement.Unknown(stream + (state == null ? " is not there at the end" : " is empty at the end")
                    + ", so nothing can be there twice");
        }
        Tally ids = new Tally();
        Tally contents = new Tally();
        Evidence evidence = new Evidence();
        for (int i = 0; i < state.size(); i++) {
            boolean named = state.id(i) != 0;
            Tally known = named ? ids : contents;
            long key = named ? state.id(i) : state.payload(i) * 31 ^ (long) state.subject(i) << 32;
            int before = known.get(key);
            if (before < 0) {
                known.put(key, i);
            } else {
                evidence.add("seq " + state.seq(before) + " and " + state.seq(i) + " on "
                        + history.names().name(state.subject(i)) + " have the same "
                        + (named ? "msg_id" : "payload and no msg_id"));
            }
        }
        return evidence.size() == 0
                ? new Judgement.Held(Evidence.count(state.size(), "stored message"))
                : evidence.violated(Evidence.count(evidence.size(), "message") + " of " + stream
                        + (evidence.size() == 1 ? " is" : " are") + " stored again");
    }
}
