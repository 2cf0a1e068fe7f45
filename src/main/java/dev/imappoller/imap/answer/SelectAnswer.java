package dev.imappoller.imap.answer;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringTokenizer;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/** What a server says of a mailbox when it is selected (RFC 9051, section 6.3.2) and searched, or asked for its STATUS. */
public final class SelectAnswer implements Untagged {
    private static final long LARGEST = 0xffff_ffffL;

    private final SearchAnswer search;
    private @Nullable Response searched;
    private @Nullable Long uidValidity;
    private @Nullable List<String> permanentFlags;
    private boolean empty;
    private boolean readOnly;

    /** @param search what is taken for the answer to a search */
    public SelectAnswer(SearchAnswer search) {
        this.search = search;
    }

    @Override
    public void take(Response response) throws IOException {
        search.take(response);
        if (response instanceof IMAPResponse news && news.keyEquals("EXISTS")) {
            empty = news.getNumber() == 0;
        } else if (response instanceof IMAPResponse news && news.keyEquals("STATUS")) {
            String text = news.toString();
            code(text.substring(text.lastIndexOf('(') + 1));
        } else if (response.isOK()) {
            readOnly |= takeCode(response).equals("READ-ONLY");
        }
    }

    @Override
    public void unreadable() {
        search.unreadable(); // The rest counts.
    }

    /** The tagged response to a search that was sent along. */
    public void searched(Response result) {
        searched = result;
    }

    /**
     * What the search came to; empty if none was sent along, or what came of it leaves a doubt, as silence does: the commands may have
     * been mixed up.
     */
    public Optional<SearchAnswer.Ended> search() {
        return Optional.ofNullable(searched)
                .filter(result -> result.isOK() ? search.isTold() : Responses.isThrottling(result))
                .map(result -> new SearchAnswer.Ended(search, result));
    }

    /** Whether a search was sent along, and the server said that it was carried out, and nothing of what it found. */
    public boolean isSearchedInVain() {
        return searched != null && searched.isOK() && search.isSilent();
    }

    /** The tagged OK. */
    public void ended(Response result) {
        String code = takeCode(result);
        readOnly = code.equals("READ-ONLY") || readOnly && !code.equals("READ-WRITE");
    }

    /** The mailbox's UIDVALIDITY; empty where the server tells none, or none that there can be. */
    public OptionalLong uidValidity() {
        return uidValidity == null ? OptionalLong.empty() : OptionalLong.of(uidValidity);
    }

    /** Whether there are no messages at all. */
    public boolean isEmpty() {
        return empty;
    }

    /** Whether the mailbox can only be read. */
    public boolean isReadOnly() {
        return readOnly;
    }

    /** Whether a flag or keyword can be set for good; where a server doesn't say which can be, all can. */
    public boolean keeps(String flag) {
        String name = flag.toUpperCase(Locale.ROOT);
        boolean isKeyword = !name.startsWith("\\");
        return permanentFlags == null || permanentFlags.contains(name) || isKeyword && permanentFlags.contains("\\*");
    }

    private String takeCode(Response response) {
        String text = response.getRest().strip();
        int end = text.indexOf(']');
        return text.startsWith("[") ? code(text.substring(1, end < 0 ? text.length() : end)) : "";
    }

    /** @return the code's name */
    private String code(String text) {
        String[] words = words(text);
        String name = words.length == 0 ? "" : words[0];
        for (int i = 0; i + 1 < words.length; i++) {
            if (words[i].equals("UIDVALIDITY")) {
                OptionalLong told = validity(words[i + 1]);
                uidValidity = told.isPresent() ? Long.valueOf(told.getAsLong()) : uidValidity;
            }
        }
        if (name.equals("PERMANENTFLAGS")) {
            permanentFlags = List.of(words).subList(1, words.length);
        }
        return name;
    }

    private static OptionalLong validity(String written) {
        boolean number = written.length() <= 10 && written.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = number ? Long.parseLong(written) : 0;
        return value > 0 && value <= LARGEST ? OptionalLong.of(value) : OptionalLong.empty();
    }

    private static String[] words(String text) {
        StringTokenizer tokens = new StringTokenizer(text.toUpperCase(Locale.ROOT), " \t()");
        String[] words = new String[tokens.countTokens()];
        Arrays.setAll(words, i -> tokens.nextToken());
        return words;
    }
}
