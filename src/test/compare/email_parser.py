"""Prints what the email package of Python's standard library makes of each message of a folder, a line of JSON for each.

A text part is text unless it is an attachment or has a file name; all other parts are attachments, embedded messages as a whole.
"""

import email
import hashlib
import json
import sys
from email import policy
from pathlib import Path

WHOLE = policy.default.clone(refold_source="none", linesep="\r\n")


def leaves(part):
    """The parts that have no parts of their own."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for child in part.iter_parts():
            yield from leaves(child)
    else:
        yield part


def text(part):
    try:
        return part.get_content()
    except (LookupError, AttributeError):
        return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def octets(part):
    if part.is_multipart():
        return b"\r\n".join(each.as_bytes(policy=WHOLE) for each in part.get_payload())
    return part.get_payload(decode=True) or b""


def addresses(message):
    found = message["from"]
    return [each.addr_spec for each in found.addresses] if found is not None else []


def read(raw):
    message = email.message_from_bytes(raw, policy=policy.default)
    texts = {"text/plain": [], "text/html": []}
    attachments = []
    for part in leaves(message):
        kind = part.get_content_type()
        if kind in texts and part.get_content_disposition() != "attachment" and part.get_filename() is None:
            texts[kind].append(text(part))
        else:
            attachments.append((part.get_filename(), hashlib.sha256(octets(part)).hexdigest()[:16]))
    return {
        "subject": message["subject"],
        "from": (addresses(message) or [""])[0],
        "plain": "\n".join(texts["text/plain"]),
        "html": "\n".join(texts["text/html"]),
        "attachments": [digest for _, digest in attachments],
        "names": [name for name, _ in attachments],
    }


def main():
    for path in sorted(Path(sys.argv[1]).glob("*.eml")):
        try:
            result = read(path.read_bytes())
        except Exception as error:  # What it throws is a result too.
            result = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps({"file": path.name, **result}))
    print(json.dumps({"version": sys.version.split()[0]}))


main()
