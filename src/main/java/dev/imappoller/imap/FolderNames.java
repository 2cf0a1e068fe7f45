package dev.imappoller.imap;

import dev.imappoller.imap.answer.Untagged;
import dev.imappoller.imap.connection.ConnectFailures;
import dev.imappoller.imap.pipeline.Pipeline;
import dev.imappoller.poller.item.Poller;
import dev.imappoller.poller.masking.ForeignText;
import dev.imappoller.poller.masking.Masking;
import dev.imappoller.poller.status.Phrases;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.angus.mail.iap.ParsingException;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.ListInfo;

/** Names the folders of an account to a person whose folder is missing. */
final class FolderNames {
    private static final int MOST = 50;

    private FolderNames() {}

    /** A sentence with the folders that can be selected, as they are typed, the one meant most likely by itself. Takes a round trip. */
    static String of(Poller poller, Pipeline pipeline) {
        ListAnswer listed = new ListAnswer();
        try {
            Response result =
                    pipeline.ask("LIST", List.of("LIST \"\" *"), listed).get(0);
            if (!result.isOK()) {
                return "The folders could not be listed: " + ConnectFailures.words(poller, result.getRest()) + ".";
            }
        } catch (IOException | ProtocolException | RuntimeException e) {
            return "The folders could not be listed.";
        }
        Masking masking = Masking.of(poller);
        List<String> names = listed.folders.stream()
                .filter(folder -> folder.canOpen)
                .map(folder -> ForeignText.of(folder.name).shown(masking))
                .sorted()
                .toList();
        if (names.isEmpty()) {
            return "The server lists no folder.";
        }
        return "There are: " + Phrases.list(names, MOST) + "."
                + nearest(poller.folder(), names)
                        .map(name -> " Did you mean " + name + "?")
                        .orElse("");
    }

    /** Takes the answer to LIST. */
    static final class ListAnswer implements Untagged {
        /** More than a person reads, or than there are in any account. */
        private static final int MOST_KEPT = 5_000;

        private final List<ListInfo> folders = new ArrayList<>();

        boolean isEmpty() {
            return folders.isEmpty();
        }

        @Override
        public void take(Response response) {
            if (response instanceof IMAPResponse list && list.keyEquals("LIST") && folders.size() < MOST_KEPT) {
                try {
                    folders.add(new ListInfo(list));
                } catch (ParsingException | RuntimeException e) {
                    // The others can be named.
                }
            }
        }

        @Override
        public void unreadable() {
            // The others can be named.
        }
    }

    /** The name that was meant, by case, by the folders above it, or by some letters; empty if none is near. */
    static Optional<String> nearest(String written, List<String> names) {
        return names.stream()
                .min(Comparator.comparingInt(name -> distance(written, name)))
                .filter(name -> distance(written, name) <= Math.max(1, written.length() / 3));
    }

    private static int distance(String written, String name) {
        String one = written.toLowerCase(Locale.ROOT);
        String other = name.toLowerCase(Locale.ROOT);
        return Math.min(edits(one, other), edits(last(one), last(other)));
    }

    /** The folder's own name, whatever the server puts between folders. */
    private static String last(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('.')) + 1);
    }

    /** How many letters have to be put in, taken away or replaced (Levenshtein). */
    private static int edits(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
