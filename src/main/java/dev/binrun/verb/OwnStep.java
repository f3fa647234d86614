package dev.binrun.verb;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.binrun.form.PlainTree;
import dev.binrun.jetstream.Reason;
import dev.binrun.jetstream.VerbFailedException;
import io.nats.client.JetStreamApiException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A verb of a project's own with its arguments, adapted to {@link Verb}. */
record OwnStep<A extends Record>(OwnVerb<A> verb, A arguments) implements Verb {
    private static final int FRAMES = 8;

    @Override
    public JsonObject run(VerbWorld world) throws InterruptedException {
        if (!verb.recorded()) {
            world.recorder().unrecordedActor("'" + verb.name() + "'");
        }
        try {
            return answer(verb.run(arguments, world));
        } catch (VerbFailedException | UnusableAnswerException | InterruptedException e) {
            throw e;
        } catch (Exception | AssertionError e) {
            throwIfNotTheVerbs(e);
            VerbFailedException failed = new VerbFailedException(error(e));
            throw e instanceof TimeoutException ? failed.because(Reason.TIMEOUT) : failed;
        }
    }

    private JsonObject answer(Object returned) {
        try {
            JsonElement answer = returned == null ? new JsonObject() : PlainTree.json(returned);
            if (answer.isJsonObject()) {
                return answer.getAsJsonObject();
            }
            throw unusable("a " + returned.getClass().getTypeName()
                    + " (return a Map or a record, such as Map.of(\"seq\", 1))");
        } catch (IllegalArgumentException e) {
            throw unusable(e.getMessage());
        }
    }

    private UnusableAnswerException unusable(String problem) {
        return new UnusableAnswerException(
                "the verb '" + verb.name() + "' of your own returned an unusable answer: " + problem);
    }

    /**
     * A missing class, a stack overflow and a full heap show nothing about the system under test, so no step may expect
     * them.
     */
    private static void throwIfNotTheVerbs(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof LinkageError || cause instanceof VirtualMachineError) {
                throw (Error) cause;
            }
        }
    }

    @Override
    public Duration atMost() {
        return verb.atMost(arguments);
    }

    /** Returns the error that a scenario can expect, with its stack trace. */
    private JsonObject error(Throwable thrown) {
        JsonObject error = new JsonObject();
        error.addProperty("description", described(thrown));
        JsonArray trace = new JsonArray();
        for (Throwable cause = thrown; cause != null && trace.size() < 3 * FRAMES; cause = cause.getCause()) {
            if (cause instanceof JetStreamApiException api) {
                error.addProperty("code", api.getErrorCode());
                error.addProperty("err_code", api.getApiErrorCode());
            }
            if (cause != thrown) {
                trace.add("caused by " + described(cause));
            }
            addFrames(trace, cause);
        }
        error.add("trace", trace);
        return error;
    }

    private static String described(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
    }

    /** Adds the calls up to the verb; the outer ones are those of binrun. */
    private void addFrames(JsonArray trace, Throwable cause) {
        int frames = 0;
        for (StackTraceElement frame : cause.getStackTrace()) {
            if (frames++ == FRAMES || frame.getClassName().equals(OwnStep.class.getName())) {
                return;
            }
            trace.add("at " + frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                    + frame.getLineNumber() + ")");
        }
    }
}
