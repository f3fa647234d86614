package dev.binrun.docs;

import dev.binrun.docs.ReferencePage.Row;
import io.nats.client.Connection;

/** One column of the JetStream reference, which does each row on a server of its own. */
interface Column extends AutoCloseable {
    /** Does the next row and returns when it is done. */
    void next(Row row) throws Exception;

    /** Ends the column after its last row, and fails if anything that still ran has failed. */
    void end() throws Exception;

    /** Returns a connection to the server of this column. */
    Connection connection();

    @Override
    void close();

    /** Closes a connection; an interrupt is kept for the caller. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
