"""The script that most people would write: imaplib to read, urllib to post. Polls once for each event it is given."""

import imaplib
import os
import urllib.request

EVENTS = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation/"


def poll():
    mailbox = imaplib.IMAP4(os.environ["IMAP_HOST"], int(os.environ["IMAP_PORT"]))
    mailbox.login(os.environ["IMAP_USER"], os.environ["IMAP_PASSWORD"])
    mailbox.select("INBOX")
    _, found = mailbox.search(None, "UNSEEN")
    delivered = 0
    for number in found[0].split():
        _, parts = mailbox.fetch(number, "(BODY.PEEK[])")
        request = urllib.request.Request(
            os.environ["TARGET_URL"], data=parts[0][1], headers={"Content-Type": "message/rfc822"}
        )
        with urllib.request.urlopen(request) as answer:
            if answer.status == 200:
                mailbox.store(number, "+FLAGS", "\\Seen")
                delivered += 1
    mailbox.close()
    mailbox.logout()
    return delivered


while True:
    with urllib.request.urlopen(EVENTS + "next") as event:
        request_id = event.headers["Lambda-Runtime-Aws-Request-Id"]
    answer = str(poll()).encode()
    urllib.request.urlopen(EVENTS + request_id + "/response", data=answer).close()
