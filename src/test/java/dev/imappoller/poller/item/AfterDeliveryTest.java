package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.AfterDelivery.Action;
import dev.imappoller.poller.item.AfterDelivery.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AfterDeliveryTest {
    private final Map<String, Object> after = new HashMap<>();

    @Test
    void withoutTheMapNothingIsDone() {
        assertThat(Pollers.poller(Map.of()).afterDelivery()).isEmpty();
    }

    @Test
    void aMapThatAsksForNothingIsAsGoodAsNone() {
        after.put("delete", false);
        after.put("rejected", Map.of());

        assertThat(read()).isEmpty();
    }

    @Test
    void eachOfThemIsRead() {
        after.put("move", " Erledigt/Größe ");
        after.put("rejected", Map.of("delete", true));

        assertThat(read())
                .contains(new AfterDelivery(
                        Optional.of(new Action(Kind.MOVE, "Erledigt/Größe")), Optional.of(Action.DELETE)));
        assertThat(read().orElseThrow().actions()).hasSize(2);
    }

    @Test
    void rejectedMessagesAreLeftAloneUnlessThatIsSaid() {
        after.put("keyword", "$Forwarded");

        assertThat(read())
                .contains(new AfterDelivery(Optional.of(new Action(Kind.KEYWORD, "$Forwarded")), Optional.empty()));
    }

    @Test
    void rejectedMessagesMayBeAllThatIsDealtWith() {
        after.put("rejected", Map.of("move", "Refused"));

        assertThat(read()).contains(new AfterDelivery(Optional.empty(), Optional.of(new Action(Kind.MOVE, "Refused"))));
    }

    @Test
    void whatIsAskedForTwiceIsToBeDoneOnce() {
        after.put("delete", true);
        after.put("rejected", Map.of("delete", true));

        assertThat(read().orElseThrow().actions()).containsExactly(Action.DELETE);
    }

    @ParameterizedTest
    @CsvSource({"INBOX,inbox", "INBOX,INBOX", "Support,Support"})
    void theFolderThatIsPolledIsNoFolderToMoveTo(String folder, String target) {
        after.put("move", target);

        assertThat(problems(Map.of("folder", folder)))
                .containsExactly("afterDelivery.move is the folder that is polled: name another one");
    }

    @Test
    void anotherFolderOfNearlyThatNameIs() {
        after.put("move", "support");

        assertThat(Pollers.poller(Map.of("folder", "Support", "afterDelivery", after))
                        .afterDelivery())
                .isPresent();
    }

    @Test
    void onlyOneThingIsDone() {
        after.put("move", "Processed");
        after.put("keyword", "$Forwarded");
        after.put("rejected", Map.of("move", "Refused", "delete", true));

        assertThat(problems(Map.of()))
                .containsExactlyInAnyOrder(
                        "afterDelivery.keyword can't stand beside another: keep one of move, delete and keyword",
                        "afterDelivery.rejected.delete can't stand beside another: keep one of move, delete and keyword");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "\\Flagged", "a(b", "a\"b", "a*", "grün", "a]b", "a{1}"})
    void whatIsNoKeywordIsNamed(String keyword) {
        after.put("keyword", keyword);

        assertThat(problems(Map.of())).singleElement().asString().startsWith("afterDelivery.keyword must be a keyword");
    }

    @Test
    void whatIsMistypedIsNamed() {
        after.put("mvoe", "Processed");
        after.put("rejected", Map.of("rejected", Map.of()));

        assertThat(problems(Map.of()))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("afterDelivery.mvoe is unknown here")
                        .contains("move, delete, keyword, rejected"))
                .anySatisfy(
                        problem -> assertThat(problem).startsWith("afterDelivery.rejected.rejected is unknown here"));
    }

    @Test
    void whatIsOfAnotherTypeIsNamed() {
        after.put("move", true);
        after.put("delete", "true");
        after.put("rejected", "Refused");

        assertThat(problems(Map.of()))
                .anySatisfy(problem -> assertThat(problem).startsWith("afterDelivery.move must be a string (S)"))
                .anySatisfy(problem -> assertThat(problem).startsWith("afterDelivery.delete must be a boolean"))
                .anySatisfy(problem -> assertThat(problem).startsWith("afterDelivery.rejected must be a map (M)"));
    }

    private Optional<AfterDelivery> read() {
        return Pollers.poller(Map.of("afterDelivery", after)).afterDelivery();
    }

    private List<String> problems(Map<String, Object> more) {
        Map<String, Object> item = Pollers.item();
        item.putAll(more);
        item.put("afterDelivery", after);
        return ((PollerEntry.Config.Invalid) PollerItem.read("support", item).config()).problems();
    }
}
