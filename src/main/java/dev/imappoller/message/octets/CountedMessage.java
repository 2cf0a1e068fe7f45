package dev.imappoller.message.octets;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A message whose octets are charged to its budget when they are read, however often they are. */
public record CountedMessage(RawMessage raw, DecodingBudget budget) implements RawMessage {
    @Override
    public long size() {
        return raw.size();
    }

    @Override
    public InputStream open(long from, long to) throws IOException {
        budget.step(); // Else reading nothing, again and again, would cost nothing.
        return new Counted(raw.open(from, to), budget);
    }

    @Override
    public void close() {
        raw.close();
    }

    private static final class Counted extends FilterInputStream {
        private final DecodingBudget budget;

        private Counted(InputStream in, DecodingBudget budget) {
            super(in);
            this.budget = budget;
        }

        @Override
        public int read() throws IOException {
            budget.step();
            return in.read();
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            int count = in.read(octets, offset, length);
            budget.spend(Math.max(1, count));
            return count;
        }
    }
}
