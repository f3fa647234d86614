package dev.binrun.match;

/** A text that stops a regular expression which would go on for ever: the scenario's time interrupts its thread. */
record Interruptible(CharSequence text) implements CharSequence {
    /** What is thrown out of the search. */
    static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super(null, null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (Thread.currentThread().isInterrupted()) {
            throw new Interrupted();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new Interruptible(text.subSequence(start, end));
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
