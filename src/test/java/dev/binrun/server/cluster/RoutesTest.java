package dev.binrun.server.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final String SENT =
            "{subscriptions_list_detail: [{subject: '$SYS.SERVER.*.STATSZ', msgs: 2}, {subject: x, msgs: 0}], ";
    private static final String NOT_SENT = "{subscriptions_list_detail: [{subject: '$SYS.SERVER.*.STATSZ', msgs: 0}], ";

    @Test
    void obstacle_allRoutesOpen_isEmpty() {
        Routes routes = routes(2, SENT + "remote_name: n2}", "{remote_name: n2}", "{remote_name: n2}");
        assertEquals(Optional.empty(), routes.obstacle("n2"));
        assertTrue(routes.hasSentStatisticsTo("n2"));
        assertFalse(routes.hasSentStatisticsTo("n3"));
    }

    @Test
    void obstacle_routesMissing_countsThem() {
        assertEquals(
                Optional.of("it has 2 of 3 routes to n2"),
                routes(2, SENT + "remote_name: n2}", "{remote_name: n2}", "{remote_name: n3}")
                        .obstacle("n2"));
        assertEquals(Optional.of("it has 0 of 3 routes to n2"), routes(2).obstacle("n2"));
    }

    @Test
    void obstacle_subscriptionsMissing_namesThem() {
        assertEquals(
                Optional.of("it has not received the subscriptions of n2 yet"),
                routes(-1, "{remote_name: n2}").obstacle("n2"));
    }

    @Test
    void hasSentStatisticsTo_nothingSent_isFalse() {
        Routes routes = routes(-1, NOT_SENT + "remote_name: n2}");
        assertEquals(Optional.empty(), routes.obstacle("n2"));
        assertFalse(routes.hasSentStatisticsTo("n2"));
    }

    private static Routes routes(int pool, String... routes) {
        JsonObject routez = JsonParser.parseString("{routes: [" + String.join(", ", routes) + "]}")
                .getAsJsonObject();
        JsonObject varz =
                JsonParser.parseString("{cluster: {pool_size: " + pool + "}}").getAsJsonObject();
        return Routes.read(routez, varz);
    }
}
