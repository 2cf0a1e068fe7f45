package dev.imappoller.poller;

/** The function's own records in the State table. */
public record StateTable(Ledger ledger, Leases leases, Backoffs backoffs, AlertStates alerts) {}
