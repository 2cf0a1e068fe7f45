package dev.imappoller.imap.pipeline;

import java.util.List;

/** A NOOP, and what was under way before it: if it is answered and they are not, they were not heard. */
record Probe(String tag, List<Command> before) {}
