package dev.binrun.engine.client;

import dev.binrun.scenario.TlsConfig;
import dev.binrun.verdict.BrokenException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The TLS context of a client, from the PEM files of its entry. */
final class TlsContext {
    private static final Pattern KEY = Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([^-]*)-----END");
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");

    private final String client;

    private TlsContext(String client) {
        this.client = client;
    }

    /**
     * Creates the context of a client.
     *
     * @param client the client, as messages name it
     * @throws BrokenException if a file cannot be read or has an unusable content
     */
    static SSLContext of(TlsConfig tls, String client) {
        return new TlsContext(client).context(tls);
    }

    private SSLContext context(TlsConfig tls) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    tls.cert().isPresent() ? keys(tls.cert().get(), tls.key().orElseThrow()) : null,
                    tls.ca().isPresent() ? trusted(tls.ca().get()) : null,
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw broken("cannot be created: " + e.getMessage());
        }
    }

    private TrustManager[] trusted(String file) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int count = 0;
        for (Certificate certificate : certificates("ca", file)) {
            store.setCertificateEntry("ca" + count++, certificate);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private KeyManager[] keys(String certFile, String keyFile) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        Certificate[] chain = certificates("cert", certFile).toArray(Certificate[]::new);
        store.setKeyEntry("client", privateKey(keyFile), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private List<Certificate> certificates(String what, String file) throws GeneralSecurityException {
        byte[] pem = read(what, file).getBytes(StandardCharsets.ISO_8859_1);
        List<Certificate> found;
        try {
            found = List.copyOf(
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)));
        } catch (java.security.cert.CertificateException e) {
            throw broken(
                    "has a '" + what + "' that is not a PEM file with certificates, " + file + ": " + e.getMessage());
        }
        if (found.isEmpty()) {
            throw broken("has a '" + what + "' without a certificate, " + file);
        }
        return found;
    }

    private PrivateKey privateKey(String file) throws GeneralSecurityException {
        Matcher pem = KEY.matcher(read("key", file));
        if (!pem.find()) {
            throw broken("has a 'key' without a PRIVATE KEY, " + file);
        }
        if (!pem.group(1).isEmpty()) {
            throw broken("has a 'key' of the form " + pem.group(1) + "PRIVATE KEY, which Java cannot read, " + file
                    + ": convert it to a PRIVATE KEY (PKCS#8) with openssl pkcs8 -topk8 -nocrypt");
        }
        PKCS8EncodedKeySpec key =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(2)));
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(key);
            } catch (InvalidKeySpecException e) {
                continue; // another kind: only the attempt shows it
            }
        }
        throw broken("has a 'key' that is not one of " + String.join(", ", KINDS) + ", " + file);
    }

    private String read(String what, String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw broken("has a '" + what + "' that cannot be read: " + e);
        }
    }

    private BrokenException broken(String rule) {
        return new BrokenException("TLS of " + client + " " + rule, "");
    }
}
