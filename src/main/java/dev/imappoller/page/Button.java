package dev.imappoller.page;

/**
 * A button of the page, as {@code cwdb-action} of a CloudWatch dashboard takes it.
 *
 * @param label what stands on it
 * @param name what it does, for those who can't see where it stands
 * @param confirmation what is asked before anything is done
 * @param endpoint the ARN of the function that is called
 * @param event what the function is called with, in JSON
 */
record Button(String label, String name, String confirmation, String endpoint, String event) {}
