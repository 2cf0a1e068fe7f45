package dev.imappoller.imap;

import static dev.imappoller.testing.ScriptedImapServer.fetch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.Told.Arrived;
import dev.imappoller.imap.Told.Marked;
import dev.imappoller.imap.Told.Refused;
import dev.imappoller.imap.Told.Unavailable;
import dev.imappoller.imap.Told.Unmarked;
import dev.imappoller.poller.status.PollerStatus;
import dev.imappoller.testing.ScriptedImapServer.Script;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that refuses one message, and each command that names it, is told from one that wants to be left alone. */
class RefusalsTest {
    private static final int MANY = 50;

    /** Far apart, so that sets of them are long. */
    private static final long[] UIDS =
            LongStream.rangeClosed(1, MANY).map(i -> 1_000_000_000L + 7919 * i).toArray();

    private static final long POISON = UIDS[29];

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO [UNAVAILABLE] try later",
                "NO [SERVERBUG] internal error",
                "NO [INUSE] locked",
                "NO [LIMIT] too much",
                "NO",
                "NO FETCH Server error while fetching messages",
                "BAD internal error"
            })
    void oneThatCannotBeFetchedIsFoundAndTheOthersCome(String refusal) throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(refusing(refusal, uids -> uids.contains(POISON)))) {
            mailbox.fetch(UIDS);

            Set<Long> arrived = new HashSet<>();
            for (Object told : mailbox.next(MANY)) {
                if (told instanceof Arrived message) {
                    arrived.add(message.uid());
                } else {
                    assertThat(((Unavailable) told).uid()).isEqualTo(POISON);
                    assertThat(((Unavailable) told).failure().detail()).contains("refused FETCH");
                }
            }
            assertThat(arrived).hasSize(MANY - 1);
            assertThat(mailbox.commands("UID FETCH")).hasSizeLessThan(28);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO [UNAVAILABLE] try later", "NO [SERVERBUG] internal error", "BAD internal error"})
    void oneThatCannotBeMarkedIsFoundAndTheOthersAre(String refusal) throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(refusing(refusal, uids -> uids.contains(POISON)))) {
            mailbox.mailbox().markSeen(LongStream.of(UIDS).boxed().toList(), mailbox.told);

            Set<Long> marked = new HashSet<>();
            Object told = mailbox.told.next();
            while (told instanceof Marked some) {
                marked.addAll(some.uids());
                told = mailbox.told.next();
            }
            assertThat(((Refused) told).uids()).containsExactly(POISON);
            assertThat(((Refused) told).failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR);
            assertThat(marked).hasSize(MANY - 1).doesNotContain(POISON);
            assertThat(mailbox.commands("UID STORE")).hasSizeLessThan(28);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20})
    void setsAreAsSmallAsTheServerWantsThem(int most) throws Exception {
        try (ScriptedMailbox mailbox =
                ScriptedMailbox.open(refusing("NO [LIMIT] too many", uids -> uids.size() > most))) {
            mailbox.fetch(UIDS);
            assertThat(mailbox.next(MANY)).allMatch(Arrived.class::isInstance);

            mailbox.mailbox().markUnseen(LongStream.of(UIDS).boxed().toList(), mailbox.told);
            Set<Long> unmarked = new HashSet<>();
            while (unmarked.size() < MANY) {
                unmarked.addAll(((Unmarked) mailbox.told.next()).uids());
            }
        }
    }

    /** RFC 9738: the command is carried out for so many, and that is said with its OK. */
    @Test
    void whatIsCarriedOutForSomeIsAskedForAgainForTheOthers() throws Exception {
        Set<Long> marked = ConcurrentHashMap.newKeySet();
        Script script = (tag, command) -> {
            List<Long> uids = ScriptedMailbox.uids(command);
            List<Long> some = uids.subList(Math.max(0, uids.size() - 7), uids.size());
            marked.addAll(command.contains("STORE") ? some : List.of());
            String answers = some.stream()
                    .map(uid -> command.contains("FETCH") ? fetch(uid, 0, "one") : "")
                    .collect(Collectors.joining());
            boolean all = some.size() == uids.size();
            return answers + tag + (all ? " OK done\r\n" : " OK [MESSAGELIMIT 7 " + some.get(0) + "] partial\r\n");
        };
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script)) {
            mailbox.fetch(UIDS);
            assertThat(mailbox.next(MANY)).allMatch(Arrived.class::isInstance);

            mailbox.mailbox().markSeen(LongStream.of(UIDS).boxed().toList(), mailbox.told);
            Set<Long> told = new HashSet<>();
            while (told.size() < MANY) {
                List<Long> some = ((Marked) mailbox.told.next()).uids();
                assertThat(marked).containsAll(some);
                told.addAll(some);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO [UNAVAILABLE] try later", "NO [INUSE] locked"})
    void aServerThatRefusesAllOfManyIsBelieved(String refusal) throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(refusing(refusal, uids -> true))) {
            mailbox.fetch(UIDS);

            assertThat(mailbox.next(MANY))
                    .allSatisfy(told ->
                            assertThat(((Unavailable) told).failure().status()).isEqualTo(PollerStatus.THROTTLED));
            assertThat(mailbox.commands("UID FETCH")).hasSizeLessThan(28);
        }
    }

    @Test
    void aServerThatRefusesTheOneMessageThereIsRefusesThatMessage() throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(refusing("NO [UNAVAILABLE] later", uids -> true))) {
            assertThat(((Unavailable) mailbox.fetchOne(POISON, 3)).failure().status())
                    .isEqualTo(PollerStatus.MAILBOX_ERROR);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NO [THROTTLED] later",
                "NO [OVERQUOTA] Account exceeded command or bandwidth limits",
                "NO Account exceeded command or bandwidth limits. (Failure)",
                "BAD User is authenticated but not connected."
            })
    void aServerThatThrottlesIsNotAskedForTheSameInHalves(String refusal) throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(refusing(refusal, uids -> true))) {
            mailbox.fetch(UIDS);
            mailbox.next(MANY);
            mailbox.mailbox().markSeen(List.of(1L, 2L, 3L), mailbox.told);

            assertThat(((Refused) mailbox.told.next()).failure().status()).isEqualTo(PollerStatus.THROTTLED);
            assertThat(mailbox.commands("UID FETCH")).hasSize(1);
            assertThat(mailbox.commands("UID STORE")).hasSize(1);
        }
    }

    @Test
    void aServerThatRefusesEverythingWithoutAReasonIsNotAskedForAllOfIt() throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(refusing("NO", uids -> true))) {
            mailbox.fetch(LongStream.rangeClosed(1, 400).toArray());

            assertThat(mailbox.next(400))
                    .allSatisfy(told ->
                            assertThat(((Unavailable) told).failure().status()).isEqualTo(PollerStatus.MAILBOX_ERROR));
            assertThat(mailbox.commands("UID FETCH")).hasSizeLessThan(150);
        }
    }

    @Test
    void noLineIsLongerThanAThousandOctets() throws Exception {
        long[] uids =
                LongStream.rangeClosed(1, 400).map(i -> 4_000_000_000L + 2 * i).toArray();
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(refusing("NO", set -> false))) {
            mailbox.fetch(uids);
            assertThat(mailbox.next(400)).allMatch(Arrived.class::isInstance);
            mailbox.mailbox().markSeen(LongStream.of(uids).boxed().toList(), mailbox.told);
            Set<Long> marked = new HashSet<>();
            while (marked.size() < uids.length) {
                marked.addAll(((Marked) mailbox.told.next()).uids());
            }

            assertThat(mailbox.commands("UID")).allMatch(command -> command.length() < 990);
        }
    }

    /** Refuses some sets, and answers for all others. */
    private static Script refusing(String refusal, Predicate<List<Long>> which) {
        return (tag, command) -> {
            List<Long> uids = ScriptedMailbox.uids(command);
            if (which.test(uids)) {
                return tag + " " + refusal + "\r\n";
            }
            StringBuilder answer = new StringBuilder();
            if (command.contains("FETCH")) {
                uids.forEach(uid -> answer.append(fetch(uid, 0, "one")));
            }
            return answer + tag + " OK done\r\n";
        };
    }
}
