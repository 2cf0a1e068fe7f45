package dev.imappoller.bench;

import dev.imappoller.bench.candidate.FunctionCandidate;
import dev.imappoller.bench.candidate.Tables;
import dev.imappoller.testing.Packaging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The function in the packagings that were built, native first. */
record Functions(List<FunctionCandidate> all, Map<String, Long> zips) implements AutoCloseable {

    static Functions unpack(Options options, Tables tables) {
        Functions functions = new Functions(new ArrayList<>(), new LinkedHashMap<>());
        options.zips().forEach(zip -> functions.add(zip, options.functionOptions(), tables));
        return functions;
    }

    boolean hasNative() {
        return zips.containsKey(FunctionCandidate.NATIVE);
    }

    @Override
    public void close() {
        all.forEach(FunctionCandidate::close);
    }

    private void add(Path zip, Map<Packaging, List<String>> options, Tables tables) {
        FunctionCandidate candidate = new FunctionCandidate(zip, options, tables);
        all.add(candidate);
        try {
            if (zips.put(candidate.name(), Files.size(zip)) != null) {
                throw new IllegalArgumentException(
                        zip + " is one more zip of " + candidate.name() + ": there must be one of each packaging");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
