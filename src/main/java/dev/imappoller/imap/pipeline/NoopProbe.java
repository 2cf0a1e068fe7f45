package dev.imappoller.imap.pipeline;

import java.util.List;

/** A NOOP, and the commands that were sent before it. If it is answered and they are not, the server has dropped them. */
record NoopProbe(String tag, List<Command> before) {}
