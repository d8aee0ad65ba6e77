package taskgateway.testkit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Random choices for one case of a batch, always the same for the same seed: {@code -Dfuzz.seed} sets it ({@code new}
 * for another one each time), {@code -Dfuzz.count} the cases of a batch. A failure names both the seed and the case.
 */
public final class Fuzz {

    public static final long SEED = seed();
    public static final int COUNT = Integer.getInteger("fuzz.count", 80);

    private final Random random;

    public Fuzz(String batch, int number) {
        random = new Random((SEED * 31 + batch.hashCode()) * 1_000_003 + number);
    }

    private static long seed() {
        String seed = System.getProperty("fuzz.seed", "20180201");
        return seed.equals("new") ? new Random().nextInt() : Long.parseLong(seed);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public boolean chance(int percent) {
        return below(100) < percent;
    }

    public String one(List<String> choices) {
        return choices.get(below(choices.size()));
    }

    /** The bytes, damaged in one to four places: flipped, cut out, doubled, cut off, or with something put between. */
    public byte[] damaged(byte[] good, List<String> dictionary) {
        byte[] bytes = good;
        for (int i = below(4); i >= 0; i--) {
            bytes = damagedOnce(bytes, dictionary);
        }
        return bytes;
    }

    private byte[] damagedOnce(byte[] bytes, List<String> dictionary) {
        int at = below(bytes.length + 1);
        int to = Math.min(bytes.length, at + 1 + below(24));
        return switch (below(7)) {
            case 0 -> joined(cut(bytes, 0, at), cut(bytes, to, bytes.length));
            case 1 -> joined(cut(bytes, 0, to), cut(bytes, at, bytes.length));
            case 2 -> chance(30) ? cut(bytes, 0, at) : bytes;
            case 3 -> joined(cut(bytes, 0, at), new byte[] {(byte) below(256)}, cut(bytes, at, bytes.length));
            case 4 -> joined(cut(bytes, 0, at), latin(one(dictionary)), cut(bytes, to, bytes.length));
            case 5 -> joined(cut(bytes, 0, at), latin(one(dictionary)), cut(bytes, at, bytes.length));
            default -> flipped(bytes, at);
        };
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        if (at < flipped.length) {
            flipped[at] ^= (byte) (1 << below(8));
        }
        return flipped;
    }

    private static byte[] cut(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, Math.min(from, bytes.length), Math.max(Math.min(from, bytes.length), to));
    }

    /** One byte for each character: what a test writes as \u00ff is that byte. */
    public static byte[] latin(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
