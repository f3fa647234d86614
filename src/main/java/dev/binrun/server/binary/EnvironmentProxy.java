package dev.binrun.server.binary;

import dev.binrun.server.host.SettingException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Selects the proxy of the JVM's own settings, or else of the variables {@code https_proxy}, {@code http_proxy} and
 * {@code no_proxy}, because many users set only these.
 */
final class EnvironmentProxy extends ProxySelector {
    private final Map<String, String> environment;
    private final ProxySelector jvm;

    /**
     * Creates a selector.
     *
     * @param environment the variables
     * @param jvm the JVM's own selector
     */
    EnvironmentProxy(Map<String, String> environment, ProxySelector jvm) {
        this.environment = Map.copyOf(environment);
        this.jvm = jvm;
    }

    @Override
    public List<Proxy> select(URI uri) {
        List<Proxy> proxies = jvm.select(uri);
        if (proxies.stream().anyMatch(proxy -> proxy.type() != Proxy.Type.DIRECT)) {
            return proxies;
        }
        String name = uri.getScheme().toLowerCase(Locale.ROOT) + "_proxy";
        String value = value(name);
        return value.isBlank() || bypassed(uri.getHost()) ? List.of(Proxy.NO_PROXY) : List.of(parse(name, value));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
        jvm.connectFailed(uri, address, failure);
    }

    private boolean bypassed(String host) {
        return Stream.of(value("no_proxy").split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .map(entry -> entry.startsWith(".") ? entry.substring(1) : entry)
                .anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
    }

    private String value(String name) {
        String lower = environment.get(name);
        return lower != null ? lower : environment.getOrDefault(name.toUpperCase(Locale.ROOT), "");
    }

    private static Proxy parse(String name, String value) {
        URI uri = uri(value);
        if (uri.getHost() == null) {
            throw new SettingException(name + " must be the URL of a proxy, was \"" + value + "\"");
        }
        int port = uri.getPort() > 0 ? uri.getPort() : 80;
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(uri.getHost(), port));
    }

    /** Returns a URI without a host if the text is not a URI. */
    private static URI uri(String value) {
        try {
            return new URI(value.contains("://") ? value : "http://" + value);
        } catch (URISyntaxException notAUri) {
            return URI.create("none");
        }
    }
}
