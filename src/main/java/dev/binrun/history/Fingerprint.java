package dev.binrun.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * 64-bit fingerprints of payloads and message ids; 0 stands for unknown content. Among a million different contents,
 * two have the same fingerprint in one of 37 million histories.
 */
public final class Fingerprint {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LANES = 4;
    private static final int STRIDE = LANES * Long.BYTES;
    private static final long A = 0x9E3779B97F4A7C15L;
    private static final long B = 0xD6E8FEB86659FD93L;

    /** The fingerprint of an empty payload. */
    public static final long EMPTY = of(new byte[0]);

    private Fingerprint() {}

    /** Returns the fingerprint of a text in UTF-8; never 0. */
    public static long of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the fingerprint of bytes; never 0. */
    public static long of(byte[] bytes) {
        int striped = bytes.length - bytes.length % STRIDE;
        long hash = mixed(bytes.length + A);
        if (striped > 0) {
            hash = stripes(bytes, striped, hash);
        }
        int i = striped;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            hash = mixed(hash ^ (long) LONG.get(bytes, i)) + A;
        }
        long rest = 0;
        for (; i < bytes.length; i++) {
            rest = rest << 8 | bytes[i] & 0xFF;
        }
        hash = mixed(mixed(hash ^ rest) + B);
        return hash == 0 ? 1 : hash;
    }

    /** Uses four lanes because the processor computes them in parallel. */
    private static long stripes(byte[] bytes, int end, long seed) {
        long a = seed;
        long b = seed + A;
        long c = seed + B;
        long d = seed - A;
        for (int i = 0; i < end; i += STRIDE) {
            a = stirred(a ^ (long) LONG.get(bytes, i));
            b = stirred(b ^ (long) LONG.get(bytes, i + 8));
            c = stirred(c ^ (long) LONG.get(bytes, i + 16));
            d = stirred(d ^ (long) LONG.get(bytes, i + 24));
        }
        return mixed(mixed(mixed(mixed(a) ^ b) + A ^ c) + B ^ d);
    }

    /** Cheaper than {@link #mixed}, because later steps mix the bits further. */
    private static long stirred(long bits) {
        return Long.rotateLeft(bits * A, 31) + B;
    }

    /** A bijection, so that no step loses information. */
    private static long mixed(long bits) {
        long z = bits ^ bits >>> 32;
        z *= B;
        z ^= z >>> 29;
        z *= A;
        return z ^ z >>> 32;
    }
}
