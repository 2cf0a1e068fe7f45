// The classes of differences between what receivers get and what other parsers make of a message, each with who is right and why. The
// first that fits counts. A difference is: field, parser; mine and theirs, its values there; read, all that the parser has read; differing,
// the fields of the message that differ; json, all that receivers get; source, the message, of a character for each octet.
import { createHash } from "node:crypto";

const hash = (octets) => createHash("sha256").update(octets).digest("hex").slice(0, 16);
const words = (list) => list.split(" ").filter(Boolean);
const has = (d, ...defects) => (d.json.defects ?? []).some((defect) => defects.includes(defect));
const of = (d, ...fields) => fields.includes(d.field);
const EMPTY = hash("");
const isPart = (d) => of(d, "plain", "html", "attachments", "names");
const isText = (d) => of(d, "subject", "plain", "html");
const header = (d) => d.source.split(/\r?\n\r?\n/)[0];

/** A field with all its folded lines, up to some word in it. */
const field = (name, value) => new RegExp(`^${name}:(?:[^\\n]|\\n[ \\t])*?${value}`, "im");
const isMultipart = (d) => field("content-type", "multipart").test(d.source);
const namesText = (d) => field("content-type", "text/(?:plain|html)\\b(?:[^\\n]|\\n[ \\t])*?name").test(d.source);
const disposesText = (d) => field("content-disposition", "name").test(d.source) && d.json.attachments.some((each) => each.content_type.startsWith("text/"));
/** Whether a text has a name, and they differ in what they make of that. */
const isNamed = (d) => (namesText(d) || disposesText(d)) && d.differing.some((each) => each === "attachments" || each === d.field && each !== "names");
const reads = (d) => Boolean(d.read.plain || d.read.html);
const hasText = (d) => Boolean(d.json.plain || d.json.html);
const finds = (d) => words(d.read.attachments ?? "").length;

/** Whether attachments differ by nothing but line ends at their end, or by LF for CRLF. */
function differByLineEnds(d) {
  const possible = new Set();
  for (const { content } of d.json.attachments) {
    const text = Buffer.from(content, "base64").toString("latin1");
    for (const variant of [text, text.replace(/\r\n/g, "\n")]) {
      const bare = variant.replace(/\r?\n$/, "");
      [variant, bare, `${variant}\n`, `${variant}\r\n`].forEach((each) => possible.add(hash(Buffer.from(each, "latin1"))));
    }
  }
  return finds(d) === d.json.attachments.length && words(d.theirs).every((each) => possible.has(each));
}

export const classes = [
  {
    name: "messages that a parser refuses",
    right: "ours",
    why: "every message is delivered",
    fits: (d) => of(d, "error"),
  },
  {
    name: "file names that do harm, or are too long",
    right: "ours",
    why: "a receiver may take one for a path, a device or another file",
    fits: (d) => of(d, "names") && (/[\\/]|(^|\s)\.+(\s|$)|\b(nul|com1)\b|[\u202a-\u202e]|\b[A-Z]:|X-Evil/i.test(d.theirs) || Buffer.byteLength(d.theirs) > 255),
  },
  {
    name: "more parts, or deeper ones, than anybody sends",
    right: "theirs",
    why: "they go on. Here the rest is one attachment, since all messages share the memory",
    fits: (d) => has(d, "nested-too-deeply", "too-many-parts"),
  },
  {
    name: "a boundary that differs by its last blank",
    right: "either",
    why: "none may end with a blank, but this one does (RFC 2046, 5.1.1); transport strips blanks at the end of a line",
    fits: (d) => isPart(d) && field("content-type", 'boundary="[^"]* "').test(d.source),
  },
  {
    name: "embedded messages and reports",
    right: "ours",
    why: "each is an attachment as it came, and its text is not what the sender wrote (RFC 2046, 5.2.1)",
    fits: (d) => isPart(d) && d.json.attachments.some((each) => each.content_type.startsWith("message/")),
  },
  {
    name: "a line end more or less in an attachment",
    right: "ours",
    why: "the one before a boundary belongs to the boundary (RFC 2046, 5.1.1), all others to the attachment",
    fits: (d) => of(d, "attachments") && differByLineEnds(d),
  },
  {
    name: "files in uuencode",
    right: "ours",
    why: "nobody can read them as text",
    fits: (d) => isPart(d) && /^begin [0-7]{3,4} \S/m.test(d.source),
  },
  {
    name: "a CR alone, or two, as line end",
    right: "ours",
    why: "else all of the message is one field, or its text is lost",
    fits: (d) => has(d, "bare-cr") || (isText(d) && d.source.includes("\r\r\n")),
  },
  {
    name: "lines in a header that are no fields, or no empty line behind it",
    right: "ours",
    why: "neither the fields behind such lines are lost nor text",
    fits: (d) => has(d, "broken-header", "mbox-from") && !of(d, "attachments"),
  },
  {
    name: "blanks before the colon of a field",
    right: "ours",
    why: "obsolete, but to be read (RFC 5322, 4.5)",
    fits: (d) => /^[!-9;-~]+[ \t]+:/m.test(header(d)),
  },
  {
    name: "octets beyond US-ASCII in a header, not encoded",
    right: "ours",
    why: "decoded by the message's charset, or by what they are",
    fits: (d) => has(d, "unencoded-header") && of(d, "subject", "names"),
  },
  {
    name: "control characters in a field",
    right: "ours",
    why: "they become blanks, so that no line end gets into a header of yours",
    fits: (d) => of(d, "subject") && /[\0-\x1f]/.test(d.theirs) && !has(d, "broken-encoded-word"),
  },
  {
    name: "encoded words that are broken, cut within a character, or in another charset than they say",
    right: "ours",
    why: "words that belong together are joined before they are decoded; what is no word is left as it is (RFC 2047, 6.2)",
    fits: (d) => of(d, "subject", "names") && (has(d, "broken-encoded-word") || /\?[bq]\?[^?]*\?=\s*=\?|=\?\?|=\?us-ascii|utf-16be/i.test(d.source)),
  },
  {
    name: "types that are broken, or written oddly",
    right: "ours",
    why: "what is meant is plain to see; a type that can't be understood is an attachment",
    fits: (d) => of(d, "plain", "html", "attachments") && !isMultipart(d) && (has(d, "broken-content-type") || /^content-type:\s*(?:$|\(|\S+[,:]|text\/\w+ charset)/im.test(header(d))),
  },
  {
    name: "text in another charset than it says, or in none that is known",
    right: "ours",
    why: "read as what it is",
    fits: (d) => has(d, "wrong-charset", "unknown-charset") && !of(d, "attachments"),
  },
  {
    name: "base64 that is none",
    right: "ours",
    why: "text is left as it is; decoded, it is noise",
    fits: (d) => has(d, "broken-base64") && !of(d, "attachments"),
  },
  {
    name: "base64 and quoted-printable that is broken, or named oddly",
    right: "ours",
    why: "pieces of base64 are joined, what is behind them is none; blanks at the end of a line are no text (RFC 2045, 6.7, 6.8)",
    fits: (d) => of(d, "attachments") && field("content-transfer-encoding", "(?:base|quoted|x-)").test(d.source) && finds(d) === d.json.attachments.length && hasNoEncodedMultipart(d),
  },
  {
    name: "flowed text",
    right: "ours",
    why: "joined, quotes too, without the blanks that DelSp tells to drop (RFC 3676, 4)",
    fits: (d) => of(d, "plain") && field("content-type", "format=\"?flowed").test(d.source),
  },
  {
    name: "charsets under the names that mail uses, and with the characters of vendors",
    right: "ours",
    why: "as browsers read them (WHATWG Encoding Standard), in HTML's meta tag too; and UTF-7, HZ, VISCII, and UTF-16 by its zeros",
    fits: (d) =>
      (of(d, "plain", "html") && (field("content-type", "charset").test(d.source) || /<meta[^>]*charset/i.test(d.source)) && /[^\0-\x7f]/.test(d.mine + d.theirs)) ||
      (of(d, "plain") && /charset="?(utf-|unicode|hz)/i.test(d.source) && !isMultipart(d)) ||
      (of(d, "subject") && /=\?iso-2022-jp/i.test(d.source)),
  },
  {
    name: "parts of the same boundary within each other",
    right: "ours",
    why: "the octets of all parts arrive",
    fits: (d) => of(d, "attachments", "names") && isMultipart(d) && d.read.attachments === EMPTY && !has(d, "no-parts"),
  },
  {
    name: "named texts where there is nothing else to read",
    right: "ours",
    why: "a person would find an empty message",
    fits: (d) => isPart(d) && isNamed(d) && !reads(d) && hasText(d) && !has(d, "repeated-field"),
  },
  {
    name: "named texts beside others",
    right: "either",
    why: "a name makes an attachment of them here, but for alternatives; others join them to the text",
    fits: (d) => isPart(d) && isNamed(d) && !has(d, "repeated-field"),
  },
  {
    name: "multiparts in base64 or quoted-printable as a whole",
    right: "ours",
    why: "forbidden (RFC 2045, 6.4), but else nothing of them arrives",
    fits: (d) => isPart(d) && !hasNoEncodedMultipart(d),
  },
  {
    name: "boundaries that are missing, unknown, or told oddly",
    right: "ours",
    why: "what is behind them arrives, as parts or as text",
    fits: (d) => isPart(d) && isMultipart(d) && (has(d, "missing-boundary", "no-parts", "part-after-end", "repeated-field", "unclosed-multipart", "text-after-end") || finds(d) < d.json.attachments.length || (!reads(d) && hasText(d)) || /^--b$/m.test(d.theirs)),
  },
  {
    name: "texts of several parts",
    right: "ours",
    why: "each kind is joined as it is, without HTML that nobody wrote",
    fits: (d) => of(d, "plain", "html") && isMultipart(d),
  },
  {
    name: "names that are written oddly",
    right: "ours",
    why: "blanks and parentheses without quotes, RFC 2231 and 2047 mixed, a charset that lies: what is meant is plain to see",
    fits: (d) => of(d, "names"),
  },
  {
    name: "senders without a domain",
    right: "either",
    why: "they are no address (RFC 5322, 3.4.1), so none gets into the envelope",
    fits: (d) => of(d, "from") && d.mine === "" && !d.theirs.includes("@"),
  },
  {
    name: "a sender's name that looks like an address",
    right: "ours",
    why: "the address is the one in angle brackets (RFC 5322, 3.4)",
    fits: (d) => of(d, "from") && d.mine !== "",
  },
];

function hasNoEncodedMultipart(d) {
  return !(field("content-type", "multipart").test(header(d)) && field("content-transfer-encoding", "(?:base64|quoted)").test(header(d)));
}
