package dev.binrun.docs;

import dev.binrun.docs.ReferencePage.Row;
import io.nats.client.Connection;

/** One way of doing what the rows say, on a server of its own. */
interface Column extends AutoCloseable {
    /** Does the next row, and returns once it is done. */
    void next(Row row) throws Exception;

    /** Called after the last row: all that went on must have gone well. */
    void end() throws Exception;

    /** A connection to look at its server with. */
    Connection connection();

    @Override
    void close();

    /** Closes a connection, however it takes that. */
    static void close(Connection connection) {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
