package dev.imappoller.s3;

import dev.imappoller.message.octets.RawMessage;
import dev.imappoller.poller.endpoint.Answer;
import dev.imappoller.poller.item.Poller;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Posts a large message several times at once, in a process of little memory. */
final class FlatMemoryProcess {
    private static final int AT_ONCE = 2;

    private FlatMemoryProcess() {}

    /** A message in a file. */
    private record InFile(FileChannel file, long size) implements RawMessage {
        @Override
        public InputStream open(long from, long to) throws IOException {
            FileChannel own = FileChannel.open(path());
            own.position(from);
            InputStream all = Channels.newInputStream(own);
            return new FilterInputStream(all) {
                private long left = to - from;

                @Override
                public int read() throws IOException {
                    byte[] one = new byte[1];
                    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
                }

                @Override
                public int read(byte[] octets, int at, int length) throws IOException {
                    if (left == 0) {
                        return -1;
                    }
                    int count = super.read(octets, at, (int) Math.min(left, length));
                    left -= Math.max(0, count);
                    return count;
                }
            };
        }

        private static Path path() {
            return Path.of(System.getProperty("message"));
        }
    }

    public static void main(String[] args) throws Exception {
        Poller poller = StoreRig.poller(args[0], "json", StoreRig.store(args[1]));
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try (StoreRig rig = new StoreRig();
                FileChannel file = FileChannel.open(InFile.path())) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(threads.submit(() -> {
                    try {
                        return rig.post(poller, new InFile(file, file.size()), Duration.ofMinutes(5));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
            }
            for (Future<Answer> answer : answers) {
                System.out.println(answer.get().words());
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
