package dev.imappoller.poller.run;

import dev.imappoller.poller.lease.Leases;
import dev.imappoller.poller.ledger.Ledger;

/** The function's own records in the State table. */
public record StateTable(Ledger ledger, Leases leases, Backoffs backoffs, AlertStates alerts) {}
