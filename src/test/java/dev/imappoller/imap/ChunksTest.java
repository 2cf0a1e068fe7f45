package dev.imappoller.imap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.imappoller.imap.Told.Unavailable;
import dev.imappoller.testing.ScriptedImapServer.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a server divides a message, and whatever size it announces: the message arrives as it is, or is said not to. */
class ChunksTest {
    private static final int CHUNK = 1024 * 1024;

    /** Of which no part is like another. */
    private static final String OCTETS = new Random(13)
            .ints(3 * CHUNK, 'a', 'z' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();

    /** Of the messages with the UIDs 1, 2, and so on. */
    private final List<Integer> sizes = new CopyOnWriteArrayList<>();

    /** What servers do with what is asked for from an octet on. */
    private enum Habit {
        AS_ASKED {
            @Override
            String answer(String message, int from, boolean part) {
                return from >= message.length()
                        ? nothing(from)
                        : piece(from, cut(message, from, part ? CHUNK : message.length()));
            }
        },
        NO_BEHIND_THE_END {
            @Override
            String answer(String message, int from, boolean part) {
                return from >= message.length() ? "NO no such part" : AS_ASKED.answer(message, from, part);
            }
        },
        BAD_BEHIND_THE_END {
            @Override
            String answer(String message, int from, boolean part) {
                return from >= message.length() ? "BAD invalid range" : AS_ASKED.answer(message, from, part);
            }
        },
        NIL_BEHIND_THE_END {
            @Override
            String answer(String message, int from, boolean part) {
                return from >= message.length() ? "BODY[]<" + from + "> NIL" : AS_ASKED.answer(message, from, part);
            }
        },
        SILENT_BEHIND_THE_END {
            @Override
            String answer(String message, int from, boolean part) {
                return from >= message.length() ? "" : AS_ASKED.answer(message, from, part);
            }
        },
        SHORTER {
            @Override
            String answer(String message, int from, boolean part) {
                return from >= message.length()
                        ? nothing(from)
                        : piece(from, cut(message, from, part ? 250_000 : message.length()));
            }
        },
        SHORTER_AND_NO_BEHIND_THE_END {
            @Override
            String answer(String message, int from, boolean part) {
                return from >= message.length() ? "NO" : SHORTER.answer(message, from, part);
            }
        },
        ALWAYS_ALL {
            @Override
            String answer(String message, int from, boolean part) {
                return "BODY[] {" + message.length() + "}\r\n" + message;
            }
        },
        ALWAYS_ALL_FROM_THE_BEGINNING {
            @Override
            String answer(String message, int from, boolean part) {
                return piece(0, message);
            }
        },
        RFC822 {
            @Override
            String answer(String message, int from, boolean part) {
                return "RFC822 {" + message.length() + "}\r\n" + message;
            }
        },
        TO_THE_END {
            @Override
            String answer(String message, int from, boolean part) {
                return from >= message.length() ? nothing(from) : piece(from, message.substring(from));
            }
        },
        TWICE {
            @Override
            String answer(String message, int from, boolean part) {
                String once = AS_ASKED.answer(message, from, part);
                return once + " " + once;
            }
        },
        WITHOUT_ORIGIN {
            @Override
            String answer(String message, int from, boolean part) {
                return AS_ASKED.answer(message, from, part).replace("<" + from + ">", "");
            }
        },
        NO_PARTS {
            @Override
            String answer(String message, int from, boolean part) {
                return part ? "BAD no parts here" : "BODY[] {" + message.length() + "}\r\n" + message;
            }
        };

        abstract String answer(String message, int from, boolean part);

        private static String nothing(int from) {
            return piece(from, "");
        }

        private static String piece(int from, String octets) {
            return "BODY[]<" + from + "> {" + octets.length() + "}\r\n" + octets;
        }

        private static String cut(String message, int from, int length) {
            return message.substring(from, Math.min(message.length(), from + length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMessageArrivesByAnyHabit(Habit habit) throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script(habit))) {
            for (int size : new int[] {1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 100_000}) {
                arrives(mailbox, size, size);
            }
        }
    }

    /** Where the end is refused and was never announced, the whole is asked for to be sure. */
    @ParameterizedTest
    @EnumSource
    void aMessageArrivesWhateverSizeIsAnnounced(Habit habit) throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(script(habit))) {
            for (int size : new int[] {10, 600_000, CHUNK, CHUNK + 1000}) {
                for (int announced : new int[] {0, 1, size / 2, size - 1, size + 1, size + 5000, 3 * CHUNK}) {
                    arrives(mailbox, size, announced);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BODY[]<0> NIL", "BODY[]<0> {0}\r\n", "BODY[]<7> {3}\r\none", "BODY[TEXT]<0> {3}\r\none"})
    void nothingIsNoMessage(String items) throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open(
                (tag, command) -> "* 1 FETCH (UID 1 FLAGS () " + items + ")\r\n" + tag + " OK done\r\n")) {
            assertThat(mailbox.fetchOne(1, 1000)).isInstanceOf(Unavailable.class);
        }
    }

    @Test
    void aServerThatSendsSingleOctetsIsNotWaitedForWithoutEnd() throws Exception {
        try (ScriptedMailbox mailbox = ScriptedMailbox.open((tag, command) -> "* 1 FETCH (UID 1 FLAGS () BODY[]<"
                + ScriptedMailbox.origin(command) + "> {1}\r\nx)\r\n" + tag + " OK done\r\n")) {
            assertThat(mailbox.fetchOne(1, 20_000_000))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            refused -> assertThat(refused.failure().detail()).contains("pieces"));
        }
    }

    private void arrives(ScriptedMailbox mailbox, int size, int announced) {
        sizes.add(size);
        Object told = mailbox.fetchOne(sizes.size(), announced);

        assertThat(told).as("%d octets announced as %d", size, announced).isInstanceOf(Told.Arrived.class);
        byte[] octets = ((Told.Arrived) told).octets();
        assertThat(new String(octets, StandardCharsets.ISO_8859_1).equals(message(size)))
                .as("%d octets announced as %d, of which %d came", size, announced, octets.length)
                .isTrue();
    }

    private Script script(Habit habit) {
        return (tag, command) -> {
            int uid = Math.toIntExact(ScriptedMailbox.uids(command).get(0));
            String items =
                    habit.answer(message(sizes.get(uid - 1)), ScriptedMailbox.origin(command), command.contains("<"));
            if (items.startsWith("NO") || items.startsWith("BAD")) {
                return tag + " " + items + "\r\n";
            }
            String untagged = items.isEmpty() ? "" : "* 1 FETCH (UID " + uid + " FLAGS () " + items + ")\r\n";
            return untagged + tag + " OK done\r\n";
        };
    }

    private static String message(int size) {
        return OCTETS.substring(0, size);
    }
}
