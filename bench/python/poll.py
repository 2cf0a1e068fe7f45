"""The script that most people would write: imaplib to read, urllib to post. Polls once for each event it is given.

With the argument "json" it takes the message apart and posts header fields, texts and attachments in JSON.
"""

import base64
import email
import email.policy
import imaplib
import json
import os
import ssl
import sys
import urllib.request

EVENTS = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation/"
JSON = sys.argv[1:] == ["json"]


def as_json(octets):
    message = email.message_from_bytes(octets, policy=email.policy.default)
    plain, html = (message.get_body([kind]) for kind in ("plain", "html"))
    return json.dumps(
        {
            "headers": {name.lower().replace("-", "_"): str(value) for name, value in message.items()},
            "plain": plain and plain.get_content(),
            "html": html and html.get_content(),
            "attachments": [
                {
                    "file_name": part.get_filename(),
                    "content_type": part.get_content_type(),
                    "content": base64.b64encode(part.get_content()).decode(),
                }
                for part in message.iter_attachments()
            ],
        }
    ).encode()


def post(octets):
    if JSON:
        data, content_type = as_json(octets), "application/json"
    else:
        data, content_type = octets, "message/rfc822"
    request = urllib.request.Request(os.environ["TARGET_URL"], data=data, headers={"Content-Type": content_type})
    with urllib.request.urlopen(request) as answer:
        return answer.status


def poll():
    host, port = os.environ["IMAP_HOST"], int(os.environ["IMAP_PORT"])
    if os.environ["IMAP_SCHEME"] == "imaps":
        mailbox = imaplib.IMAP4_SSL(host, port, ssl_context=ssl.create_default_context())
    else:
        mailbox = imaplib.IMAP4(host, port)
    mailbox.login(os.environ["IMAP_USER"], os.environ["IMAP_PASSWORD"])
    mailbox.select("INBOX")
    _, found = mailbox.search(None, "UNSEEN")
    delivered = 0
    for number in found[0].split():
        _, parts = mailbox.fetch(number, "(BODY.PEEK[])")
        if post(parts[0][1]) == 200:
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
