package dev.imappoller.bench.candidate;

import dev.imappoller.bench.set.Trial;
import java.net.URI;
import java.util.List;

/**
 * What a candidate is told before it starts.
 *
 * @param launcher a command that is given the candidate's and runs it; may be empty
 */
public record Errand(Trial trial, int imapPort, URI target, List<String> launcher) {}
