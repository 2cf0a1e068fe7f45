package dev.imappoller.imap.answer;

import dev.imappoller.imap.inflow.ConnectionInput;
import dev.imappoller.imap.inflow.FloodException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.RandomAccess;

/** UIDs in ascending order, in four octets each: a mailbox may have a million unread messages. */
final class UidList extends AbstractList<Long> implements RandomAccess {
    /** With the top bit turned over, so that they sort as the unsigned numbers that they are. */
    private final int[] turned;

    private UidList(int[] turned) {
        this.turned = turned;
    }

    @Override
    public Long get(int index) {
        return Integer.toUnsignedLong(turned[index] ^ Integer.MIN_VALUE);
    }

    @Override
    public int size() {
        return turned.length;
    }

    @Override
    public boolean contains(Object uid) {
        return uid instanceof Long number
                && number >>> 32 == 0
                && Arrays.binarySearch(turned, number.intValue() ^ Integer.MIN_VALUE) >= 0;
    }

    /** Gathers UIDs in any order, each as often as it comes. */
    static final class Builder {
        /** More unread messages than any mailbox has that somebody polls. */
        static final int MOST = 1_000_000;

        /** So many cost next to nothing. */
        private static final int FEW = 16 * 1024;

        private final ConnectionInput inflow;
        private int[] turned = new int[64];
        private int count;

        /** @param inflow the memory for many comes from its reserve */
        Builder(ConnectionInput inflow) {
            this.inflow = inflow;
        }

        /** @param uid from 1 to 4294967295 */
        void add(long uid) throws FloodException {
            if (count == turned.length) {
                grow();
            }
            turned[count++] = (int) uid ^ Integer.MIN_VALUE;
        }

        private void grow() throws FloodException {
            if (count >= MOST) {
                throw new FloodException("lists more than " + MOST + " messages as unread");
            }
            int grown = Math.min(MOST, 2 * count);
            if (grown > FEW) {
                inflow.hold(4L * (grown - Math.max(FEW, count)));
            }
            turned = Arrays.copyOf(turned, grown);
        }

        boolean isEmpty() {
            return count == 0;
        }

        UidList build() {
            int[] sorted = Arrays.copyOf(turned, count);
            Arrays.sort(sorted);
            int kept = 0;
            for (int i = 0; i < count; i++) {
                if (i == 0 || sorted[i] != sorted[i - 1]) {
                    sorted[kept++] = sorted[i];
                }
            }
            return new UidList(Arrays.copyOf(sorted, kept));
        }
    }
}
