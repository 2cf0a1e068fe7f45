package dev.imappoller.poller.item;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.poller.item.LastAnswered.Unfiled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastAnsweredTest {
    private static final Instant THEN = Instant.parse("2026-03-01T10:00:00Z");

    private static LastAnswered answered(OptionalLong uidValidity, UidSet uids) {
        return new LastAnswered("1a2b3c4d", uidValidity, Optional.of(THEN), uids, Optional.empty());
    }

    @Test
    void writesUidsAsASequenceSet() {
        assertThat(UidSet.of(List.of(9L, 1L, 2L, 3L, 5L, 4_294_967_295L))).hasToString("1:3,5,9,4294967295");
        assertThat(UidSet.NONE).hasToString("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1:3,5,9,4294967295", "4294967294:4294967295"})
    void readsWhatItWrote(String text) {
        UidSet uids = UidSet.parse(text).orElseThrow();
        LastAnswered known = answered(OptionalLong.of(7), uids);
        LastAnswered unknown = answered(OptionalLong.empty(), uids);

        assertThat(uids).hasToString(text);
        assertThat(LastAnswered.parse(known.toString())).contains(known);
        assertThat(LastAnswered.parse(unknown.toString())).contains(unknown);
    }

    @Test
    void keepsWhatIsStillToBeFiledAway() {
        Unfiled unfiled =
                new Unfiled(UidSet.of(List.of(1L, 2L)), UidSet.NONE, UidSet.of(List.of(9L)), UidSet.of(List.of(2L)));
        LastAnswered answered = new LastAnswered(
                "1a2b3c4d", OptionalLong.of(7), Optional.of(THEN), UidSet.of(List.of(2L)), Optional.of(unfiled));

        assertThat(answered).hasToString("1a2b3c4d/7/1772359200000/2/1:2//9/2");
        assertThat(LastAnswered.parse(answered.toString())).contains(answered);
    }

    @Test
    void staysTheSameFromOneIdlePassToTheNext() {
        LastAnswered idle =
                new LastAnswered("1a2b3c4d", OptionalLong.of(7), Optional.of(THEN), UidSet.NONE, Optional.empty());

        assertThat(idle).isEqualTo(LastAnswered.none("1a2b3c4d", OptionalLong.of(7)));
        assertThat(LastAnswered.parse(idle.toString())).contains(idle);
    }

    @Test
    void doesNotGrowWithWhatCanNeverBeFiledAway() {
        UidSet everyOther = UidSet.of(
                LongStream.rangeClosed(1, 10_000).map(i -> 2 * i).boxed().toList());

        LastAnswered answered = new LastAnswered(
                "1a2b3c4d",
                OptionalLong.of(7),
                Optional.of(THEN),
                everyOther,
                Optional.of(new Unfiled(everyOther, everyOther, everyOther, everyOther)));

        assertThat(answered.toString()).hasSizeBetween(7800, 8050);
        assertThat(LastAnswered.parse(answered.toString())).contains(answered);
    }

    @Test
    void namesTheYoungestOfVeryMany() {
        UidSet all = UidSet.parse("7,1000:4294967295").orElseThrow();

        assertThat(all.youngest(2)).containsExactly(4_294_967_294L, 4_294_967_295L);
        assertThat(UidSet.parse("7,9:10").orElseThrow().youngest(10)).containsExactly(7L, 9L, 10L);
        assertThat(UidSet.NONE.youngest(10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "1,",
                ",1",
                "0",
                "0:5",
                "5:1",
                "1:",
                ":1",
                "1:2:3",
                "5,4",
                "1:5,5",
                "-1",
                "1 2",
                "*",
                "1:*",
                "4294967296",
                "99999999999999999999",
                "x"
            })
    void readsNothingElse(String text) {
        assertThat(UidSet.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "a/b/1",
                "a/1",
                "a///x",
                "a/99999999999999999999//1",
                "a/7/1",
                "a/7/x/1",
                "a/7/99999999999999999999/1",
                "a/7/1/2/3",
                "a/7/1/2/3/4",
                "a/7/1/2/3/4/x",
                "a/7/1/2/3/4/5/6/7"
            })
    void anAttributeThatIsNotAsItWasWrittenCountsAsAbsent(String text) {
        assertThat(LastAnswered.parse(text)).isEmpty();
    }

    @Test
    void holdsARangeWithoutTakingItsMembersApart() {
        UidSet all = UidSet.parse("1:4294967295").orElseThrow();

        assertThat(all.contains(1)).isTrue();
        assertThat(all.contains(4_294_967_295L)).isTrue();
        assertThat(all.contains(0)).isFalse();
        assertThat(all.and(UidSet.of(List.of(5L)))).isEqualTo(all);
    }

    @Test
    void putsSetsTogether() {
        UidSet one = UidSet.of(List.of(1L, 2L, 9L));

        assertThat(one.and(UidSet.of(List.of(3L, 8L, 20L)))).hasToString("1:3,8:9,20");
        assertThat(one.and(UidSet.NONE)).isEqualTo(one);
    }

    @Test
    void forgetsTheOldestBeforeTheItemGetsLarge() {
        List<Long> everyOther = LongStream.rangeClosed(1, 10_000)
                .map(i -> 1_000_000 + 2 * i)
                .boxed()
                .toList();

        LastAnswered kept = answered(OptionalLong.of(7), UidSet.of(everyOther));

        assertThat(kept.toString()).hasSizeBetween(3900, 4050);
        assertThat(kept.uids().contains(1_020_000)).isTrue();
        assertThat(kept.uids().contains(1_000_002)).isFalse();
        assertThat(LastAnswered.parse(kept.toString())).contains(kept);
    }
}
