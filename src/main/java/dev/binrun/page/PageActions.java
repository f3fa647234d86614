package dev.binrun.page;

/** The actions by their names in requests. */
final class PageActions {
    private PageActions() {}

    /**
     * Reads an action.
     *
     * @throws PageRefusalException if there is no such action, or a field is wrong
     */
    static PageAction read(String name, ActionFields fields) {
        return switch (name) {
            case "publish" ->
                new PublishAction(fields.subject("subject"), fields.headers("headers"), fields.text("data"));
            case "put-session" -> EntryPut.session(fields.key("key"), fields.list("subscriptions"));
            case "delete-session" -> new EntryDelete(EntryPut.SESSIONS, fields.key("key"));
            case "set-workers" -> EntryPut.workers(fields.key("key"), fields.number("workers", 0, 1_000));
            case "delete-workers" -> new EntryDelete(EntryPut.COMMANDS, fields.key("key"));
            case "purge" -> new PurgeAction(fields.name("stream"), fields.filter("subject"));
            case "delete-message" ->
                new MessageDelete(fields.name("stream"), fields.number("sequence", 1, Long.MAX_VALUE / 10));
            case "pause" ->
                new PauseAction(
                        fields.name("stream"), fields.name("consumer"), fields.number("seconds", 1, 31_536_000));
            case "resume" -> new ResumeAction(fields.name("stream"), fields.name("consumer"));
            case "step-down" ->
                new StepDownAction(
                        fields.name("stream"), fields.text("consumer").isEmpty() ? "" : fields.name("consumer"));
            default -> throw new PageRefusalException(404, "there is no action '" + name + "'");
        };
    }
}
