package dev.binrun.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page serves itself only. */
class PageSecurityTest {
    private static final String PUBLISH = "{\"subject\":\"a\",\"data\":\"x\"}";
    private static OpenPage page;

    @BeforeAll
    static void start() throws Exception {
        page = OpenPage.start();
    }

    @AfterAll
    static void end() throws Exception {
        page.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void ownHost_isServed(String host) throws Exception {
        assertEquals(200, status(request("GET /", "Host: " + host + ":" + page.port())));
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, the Host of this request is not this page's address",
        "127.0.0.1, the Host of this request is not this page's address",
        "evil.example:PORT, the Host of this request is not this page's address",
        "127.0.0.1.evil.example:PORT, the Host of this request is not this page's address",
    })
    void foreignHost_isForbidden(String host, String message) throws Exception {
        for (String start :
                List.of("GET /", "GET /events", "GET /api/messages?stream=A", "POST /api/actions/publish")) {
            String response = request(start, "Host: " + host.replace("PORT", String.valueOf(page.port())));

            assertEquals(403, status(response), response);
            assertTrue(response.endsWith("{\"error\":\"" + message + "\"}"), response);
        }
    }

    @Test
    void twoHosts_areForbidden() throws Exception {
        int status = status(request("GET /", "Host: 127.0.0.1:" + page.port(), "Host: evil.example"));
        assertTrue(status == 403 || status == 400, "status " + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "https://127.0.0.1:PORT",
                "http://localhost:PORT",
                "http://127.0.0.1:1"
            })
    void foreignOrigin_isForbidden(String origin) throws Exception {
        String response =
                request("GET /events", own(), "Origin: " + origin.replace("PORT", String.valueOf(page.port())));

        assertEquals(403, status(response), response);
        assertTrue(response.endsWith("{\"error\":\"the Origin of this request is another web page\"}"), response);
    }

    @Test
    void ownOrigin_isServed() throws Exception {
        assertEquals(200, status(request("GET /", own(), "Origin: http://127.0.0.1:" + page.port())));
    }

    @Test
    void requestOfAnotherSite_isForbidden_butNotItsLink() throws Exception {
        String response = request("GET /page.js", own(), "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors");
        assertEquals(403, status(response));
        assertTrue(response.endsWith("{\"error\":\"another web page sent this request\"}"), response);

        assertEquals(200, status(request("GET /", own(), "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")));
        assertEquals(
                200, status(request("GET /page.js", own(), "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors")));
    }

    @Test
    void change_withoutTheToken_isForbidden() throws Exception {
        String message = "the token of this request is missing or of an earlier start; reload the page";
        for (Map<String, String> headers : List.of(
                Map.of("Content-Type", "application/json"),
                Map.of("Content-Type", "application/json", Gate.TOKEN, "wrong"),
                Map.of("Content-Type", "application/json", Gate.TOKEN, page.token() + "0"))) {
            HttpResponse<String> response = page.post("/api/actions/publish", headers, PUBLISH);

            assertEquals(message, OpenPage.answer(response, "error", 403));
        }
        assertEquals("published to a", page.done("publish", PUBLISH));
    }

    @Test
    void change_thatAFormCouldSend_isRejected() throws Exception {
        HttpResponse<String> response = page.post(
                "/api/actions/publish", Map.of("Content-Type", "text/plain", Gate.TOKEN, page.token()), PUBLISH);

        assertEquals("the Content-Type of a change must be application/json", OpenPage.answer(response, "error", 415));
    }

    @Test
    void token_isNewAtEachStart() throws Exception {
        try (OpenPage other = OpenPage.start()) {
            assertEquals(64, other.token().length());
            assertNotEquals(page.token(), other.token());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "OPTIONS", "HEAD", "TRACE"})
    void otherMethods_areRejected(String method) throws Exception {
        assertEquals(405, status(request(method + " /", own())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/page.js", "/api/messages?stream=A", "/nothing", "/../pom.xml"})
    void everyResponse_hasTheHeadersOfSecurity(String path) throws Exception {
        String response = request("GET " + path, own());

        for (String header : List.of(
                "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                        + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
                "x-content-type-options: nosniff",
                "cross-origin-resource-policy: same-origin",
                "referrer-policy: no-referrer",
                "cache-control: no-store")) {
            assertTrue(response.lines().anyMatch(header::equalsIgnoreCase), header + " in " + response);
        }
        assertFalse(response.toLowerCase().contains("access-control"), response);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../pom.xml",
                "/page.class",
                "/Gate.class",
                "/%2e%2e/report/report.css",
                "/lit-html/../page.css",
                "//page.js",
                "/lit-html/package.json",
                "/META-INF/MANIFEST.MF"
            })
    void onlyTheFilesOfThePage_areServed(String path) throws Exception {
        assertEquals(404, status(request("GET " + path, own())));
    }

    @Test
    void onlyLoopback_isListenedOn() throws Exception {
        List<InetAddress> others = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            Collections.list(each.getInetAddresses()).stream()
                    .filter(address -> !address.isLoopbackAddress())
                    .forEach(others::add);
        }
        for (InetAddress address : others) {
            boolean connected;
            try (Socket socket = new Socket(address, page.port())) {
                connected = socket.isConnected();
            } catch (java.io.IOException refused) {
                connected = false;
            }
            assertFalse(connected, address::toString);
        }
    }

    @Test
    void largeBody_isRejected() throws Exception {
        assertEquals(
                "the body of a request has at most 2097152 bytes",
                page.error(413, "publish", "{'subject':'a','data':'" + "x".repeat(2_100_000) + "'}"));
    }

    @Test
    void readOnly_rejectsEveryChange_andGivesNoToken() throws Exception {
        try (OpenPage readOnly = OpenPage.readOnly()) {
            assertEquals("", readOnly.token());
            assertTrue(readOnly.get("/").body().contains("data-access=\"read\""));
            for (String token : List.of("", "x", page.token())) {
                HttpResponse<String> response = readOnly.post(
                        "/api/actions/publish", Map.of("Content-Type", "application/json", Gate.TOKEN, token), PUBLISH);

                assertEquals(
                        "the page is read-only; start binrun without --read-only to change anything",
                        OpenPage.answer(response, "error", 403));
            }
        }
    }

    private static String own() {
        return "Host: 127.0.0.1:" + page.port();
    }

    private static String request(String start, String... headers) throws Exception {
        List<String> lines = new ArrayList<>(List.of(start + " HTTP/1.1"));
        lines.addAll(List.of(headers));
        return page.raw(lines, "");
    }

    private static int status(String response) {
        return Integer.parseInt(response.substring(9, 12));
    }
}
