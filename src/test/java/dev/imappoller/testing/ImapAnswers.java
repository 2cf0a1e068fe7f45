package dev.imappoller.testing;

import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the commands on messages do and say (RFC 9051, sections 6.4.4 to 6.4.6 and 6.4.9). */
final class ImapAnswers {
    private static final DateTimeFormatter INTERNALDATE =
            DateTimeFormatter.ofPattern("\"dd-MMM-yyyy HH:mm:ss Z\"", Locale.ROOT);

    private final MemoryMailbox mailbox;
    private final boolean writable;

    ImapAnswers(MemoryMailbox mailbox, boolean writable) {
        this.mailbox = mailbox;
        this.writable = writable;
    }

    ImapReply to(ImapCommand command) {
        return switch (command.verb()) {
            case "UID SEARCH" -> search(command);
            case "UID FETCH" -> fetch(command);
            case "UID EXPUNGE" ->
                new ImapReply(expunged(mailbox.expungeDeleted(named(command))), command.tag() + " OK expunged\r\n");
            default -> store(command);
        };
    }

    /** COPY, and MOVE (RFC 6851), with COPYUID where it belongs. */
    ImapReply transfer(ImapCommand command, MemoryMailbox target) {
        List<Long> uids = named(command);
        List<String> copies = uids.stream()
                .map(uid -> target.append(mailbox.octets(uid).orElseThrow(), mailbox.flags(uid)))
                .map(Object::toString)
                .toList();
        String sources = String.join(",", uids.stream().map(Object::toString).toList());
        String code = uids.isEmpty()
                ? ""
                : "[COPYUID " + target.uidValidity() + " " + sources + " " + String.join(",", copies) + "] ";
        if (command.is("UID COPY")) {
            return new ImapReply(List.of(), command.tag() + " OK " + code + "copied\r\n");
        }
        uids.forEach(uid -> mailbox.set(uid, true, Set.of("\\Deleted")));
        List<String> told = new ArrayList<>(List.of("* OK " + code + "moved\r\n"));
        told.addAll(expunged(mailbox.expungeDeleted(uids)));
        return new ImapReply(told, command.tag() + " OK done\r\n");
    }

    private static List<String> expunged(List<Integer> numbers) {
        return numbers.stream().map(number -> "* " + number + " EXPUNGE\r\n").toList();
    }

    private ImapReply search(ImapCommand command) {
        List<Long> found = new ArrayList<>(mailbox.uids());
        try {
            found.removeIf(new ImapSearch(mailbox, largest()).matching(command).negate()::test);
        } catch (IllegalArgumentException e) {
            return new ImapReply(List.of(), command.tag() + " " + e.getMessage() + "\r\n");
        }
        StringBuilder line = new StringBuilder("* SEARCH");
        found.forEach(uid -> line.append(' ').append(uid));
        return new ImapReply(List.of(line + "\r\n"), command.tag() + " OK found\r\n");
    }

    /** Whether a field of that name has those words, in whatever case; folded fields are not read. */
    private boolean hasField(long uid, String name, String words) {
        String text = new String(mailbox.octets(uid).orElseThrow(), StandardCharsets.ISO_8859_1);
        return text.lines()
                .takeWhile(line -> !line.isEmpty())
                .map(line -> line.toLowerCase(Locale.ROOT))
                .anyMatch(line -> line.startsWith(name.toLowerCase(Locale.ROOT) + ":")
                        && line.contains(words.toLowerCase(Locale.ROOT)));
    }

    private ImapReply fetch(ImapCommand command) {
        String items = command.arguments().get(1);
        List<String> asked = ImapCommand.words(items.startsWith("(") ? items.substring(1, items.length() - 1) : items);
        List<String> responses = new ArrayList<>();
        for (long uid : named(command)) {
            mailbox.octets(uid).ifPresent(octets -> responses.add(fetched(uid, octets, asked)));
        }
        return new ImapReply(responses, command.tag() + " OK fetched\r\n");
    }

    private String fetched(long uid, byte[] octets, Collection<String> asked) {
        List<String> items = new ArrayList<>();
        items.add("UID " + uid);
        for (String item : asked) {
            String name = item.toUpperCase(Locale.ROOT);
            if (name.startsWith("BODY[") && writable) {
                mailbox.set(uid, true, Set.of("\\Seen"));
            }
            if (name.equals("FLAGS")) {
                items.add("FLAGS (" + String.join(" ", mailbox.flags(uid)) + ")");
            } else if (name.equals("RFC822.SIZE")) {
                items.add("RFC822.SIZE " + octets.length);
            } else if (name.equals("INTERNALDATE")) {
                items.add("INTERNALDATE " + INTERNALDATE.format(mailbox.arrivedAt(uid)));
            } else if (name.startsWith("BODY")) {
                items.add(body(name, octets));
            }
        }
        return "* " + mailbox.sequenceNumber(uid) + " FETCH (" + String.join(" ", items) + ")\r\n";
    }

    /** @param item such as {@code BODY.PEEK[]<0.1000>} or {@code BODY[HEADER]} */
    private static String body(String item, byte[] octets) {
        String section = item.substring(item.indexOf('[') + 1, item.indexOf(']'));
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        String part = section.startsWith("HEADER") && end >= 0 ? text.substring(0, end + 4) : text;
        int partial = item.indexOf('<');
        if (partial < 0) {
            return "BODY[" + section + "] {" + part.length() + "}\r\n" + part;
        }
        String[] range = item.substring(partial + 1, item.indexOf('>')).split("\\.");
        int from = (int) Math.min(Long.parseLong(range[0]), part.length());
        int to = (int) Math.min(from + Long.parseLong(range[1]), part.length());
        return "BODY[" + section + "]<" + range[0] + "> {" + (to - from) + "}\r\n" + part.substring(from, to);
    }

    private ImapReply store(ImapCommand command) {
        if (!writable) {
            return new ImapReply(List.of(), command.tag() + " NO the mailbox is open read-only\r\n");
        }
        String operation = command.arguments().get(1).toUpperCase(Locale.ROOT);
        Set<String> flags = Set.copyOf(
                Arrays.asList(command.arguments().get(2).replaceAll("[()]", "").split(" ")));
        List<String> responses = new ArrayList<>();
        for (long uid : named(command)) {
            mailbox.set(uid, !operation.startsWith("-"), flags);
            if (!operation.endsWith(".SILENT")) {
                mailbox.octets(uid).ifPresent(octets -> responses.add(fetched(uid, octets, List.of("FLAGS"))));
            }
        }
        return new ImapReply(responses, command.tag() + " OK stored\r\n");
    }

    private List<Long> named(ImapCommand command) {
        String set = command.arguments().get(0);
        return mailbox.uids().stream()
                .filter(uid -> ImapCommand.inSet(set, uid, largest()))
                .toList();
    }

    private long largest() {
        return Optional.of(mailbox.uids())
                .filter(uids -> !uids.isEmpty())
                .map(uids -> uids.get(uids.size() - 1))
                .orElse(0L);
    }
}
