package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FolderNamesTest {
    private static final List<String> NAMES =
            List.of("Archiv/Größe", "Drafts", "INBOX", "INBOX.Shop", "Junk", "Sent Messages");

    @ParameterizedTest
    @CsvSource({
        "Inbox, INBOX",
        "Größe, Archiv/Größe",
        "Archiv/größe, Archiv/Größe",
        "Shop, INBOX.Shop",
        "INBOX/Shop, INBOX.Shop",
        "Sent Mesages, Sent Messages",
        "Draft, Drafts"
    })
    void suggestsWhatWasMeant(String written, String meant) {
        assertThat(FolderNames.nearest(written, NAMES)).contains(meant);
    }

    @Test
    void suggestsNothingWhereNothingIsNear() {
        assertThat(FolderNames.nearest("Invoices", NAMES)).isEmpty();
        assertThat(FolderNames.nearest("X", List.of())).isEmpty();
    }
}
