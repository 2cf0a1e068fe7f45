package dev.imappoller.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** One command that a {@link MemoryImapServer} has got: what can be done about it. */
public final class ImapTurn {
    private final ImapCommand command;
    private final ImapSession session;
    private final Wire wire;
    private boolean ended;

    ImapTurn(ImapCommand command, ImapSession session, Wire wire) {
        this.command = command;
        this.session = session;
        this.wire = wire;
    }

    public ImapCommand command() {
        return command;
    }

    /** How many connections the server had up to this one. */
    public int connection() {
        return session.number();
    }

    /** The mailbox that is selected, or would be at first. */
    public MemoryMailbox mailbox() {
        return session.mailbox();
    }

    /** Does what the command asks for, and says what is right. */
    public void answer() throws IOException {
        say(perform().text());
    }

    /** Does what the command asks for, and says nothing yet. */
    public ImapReply perform() throws IOException {
        return perform(command);
    }

    /** Does what another command asks for. */
    public ImapReply perform(ImapCommand other) throws IOException {
        return session.perform(other, wire);
    }

    /** Sends this, one octet per character. */
    public void say(String text) throws IOException {
        wire.out().write(text.getBytes(StandardCharsets.ISO_8859_1));
        wire.out().flush();
    }

    /** Sends a challenge (RFC 9051, section 6.2.2), and takes the answer; both are encoded on the wire. */
    public String ask(String challenge) throws IOException {
        return ImapSession.asked(wire, Base64.getEncoder().encodeToString(challenge.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends only the beginning of this. */
    public void sayUpTo(int octets, String text) throws IOException {
        say(text.substring(0, Math.min(octets, text.length())));
    }

    /** Whether the client sends something more within a time, without having an answer to this. */
    public boolean anotherComes(Duration time) throws IOException {
        return wire.moreComes(time);
    }

    /** Throws away what the client has sent since. */
    public void drain() throws IOException {
        wire.in().skipNBytes(wire.in().available());
    }

    /** Waits, unless the client is gone. */
    public void pause(Duration time) throws IOException {
        wire.moreComes(time);
    }

    /** Ends the connection in order (FIN). */
    public void close() throws IOException {
        ended = true;
        wire.socket().shutdownOutput();
        wire.untilClientGone();
    }

    /** Ends the connection by RST. */
    public void reset() {
        ended = true;
        wire.reset();
    }

    /** Says nothing more, until the client gives up. */
    public void hang() throws IOException {
        ended = true;
        wire.untilClientGone();
    }

    /** The session ends after this, as after LOGOUT. */
    public void end() {
        ended = true;
    }

    /** Whether the session is over. */
    public boolean hasEnded() {
        return ended || session.isOver();
    }
}
