package dev.imappoller.message;

import java.util.stream.Stream;

/** All the messages that have something wrong with them. */
public final class HostileMail {
    private HostileMail() {}

    public static Stream<Hostile> all() {
        return Stream.of(
                        HostileHeaders.all(),
                        HostileStarts.all(),
                        HostileContent.all(),
                        HostileTexts.all(),
                        HostileBoundaries.all(),
                        HostileStructure.all(),
                        HostileNamedTexts.all(),
                        HostileParts.all())
                .flatMap(all -> all);
    }
}
