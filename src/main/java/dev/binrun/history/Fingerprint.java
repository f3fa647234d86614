package dev.binrun.history;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A payload or an id in 64 bits, to tell contents apart; 0 is no content known. Among a million contents two are the same once in
 * 37 million histories.
 */
public final class Fingerprint {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LANES = 4;
    private static final int STRIDE = LANES * Long.BYTES;
    private static final long A = 0x9E3779B97F4A7C15L;
    private static final long B = 0xD6E8FEB86659FD93L;

    /** Of nothing. */
    public static final long EMPTY = of(new byte[0]);

    private Fingerprint() {}

    /** The fingerprint of a text. */
    public static long of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The fingerprint of bytes; never 0. */
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

    /** Four lanes that do not wait for each other. */
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

    /** Like {@link #mixed}, and cheaper: what comes after it in the lane, and at the end, mixes on. */
    private static long stirred(long bits) {
        return Long.rotateLeft(bits * A, 31) + B;
    }

    /** A bijection, so that no step loses anything; the constant and the shifts are those of the mixer rrmxmx's middle. */
    private static long mixed(long bits) {
        long z = bits ^ bits >>> 32;
        z *= B;
        z ^= z >>> 29;
        z *= A;
        return z ^ z >>> 32;
    }
}
