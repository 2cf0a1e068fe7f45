// Reads NAME.eml and NAME.json from a folder, and compares the JSON that a receiver gets with what other parsers make of the message:
// subject, sender, text, HTML, and the octets and names of attachments. Each difference is of a class, which says who is right and why;
// one of none is an error. Also reads NAME.form, with the form parser of the platform.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import PostalMime from "postal-mime";
import { classes } from "./classes.mjs";

const folder = process.argv[2];
const verbose = process.argv.includes("--verbose");
const DOCUMENT = "docs/compatibility.md";
/** What is told of a difference, in characters. */
const SHOWN = 90;
/** Names that are made up here where the message gives none. */
const MADE_UP = /^(attachment-\d+(\.\w+)?|message\.eml|remainder\.eml|(delivery-status|headers|disposition-notification|feedback-report)\.txt|invite\.ics|signature\.asc|winmail\.dat)$/;

const squeeze = (text) => (text ?? "").normalize("NFC").replace(/[\s\0\ufffd\u00a0]+/g, " ").trim();
const hash = (octets) => createHash("sha256").update(octets).digest("hex").slice(0, 16);
const version = (name) => createRequire(import.meta.url)(`${name}/package.json`).version;

async function byMailparser(octets) {
  const mail = await simpleParser(octets, { skipTextToHtml: true, skipHtmlToText: true, skipImageLinks: true, skipTextLinks: true });
  return {
    subject: mail.subject,
    from: mail.from?.value[0]?.address,
    plain: mail.text,
    html: mail.html || "",
    attachments: mail.attachments.map((attachment) => hash(attachment.content)),
    names: mail.attachments.map((attachment) => attachment.filename),
  };
}

async function byPostalMime(octets) {
  const mail = await PostalMime.parse(octets, { attachmentEncoding: "arraybuffer", forceRfc822Attachments: true });
  return {
    subject: mail.subject,
    from: mail.from?.address,
    plain: mail.text,
    html: mail.html,
    attachments: mail.attachments.map((attachment) => hash(Buffer.from(attachment.content))),
    names: mail.attachments.map((attachment) => attachment.filename),
  };
}

const byPython = new Map();
let python = "";
for (const line of readFileSync(join(folder, "email.jsonl"), "utf8").split("\n").filter(Boolean)) {
  const result = JSON.parse(line);
  if (result.version) {
    python = result.version;
  }
  byPython.set(result.file, result);
}

async function byEmail(octets, file) {
  const result = byPython.get(file);
  if (result.error) {
    throw new Error(result.error);
  }
  return result;
}

const parsers = {
  [`mailparser ${version("mailparser")}`]: byMailparser,
  [`postal-mime ${version("postal-mime")}`]: byPostalMime,
  [`Python's email ${python}`]: byEmail,
};

function ours(json) {
  const { subject } = json.headers;
  return {
    subject: Array.isArray(subject) ? subject[0] : subject,
    from: json.envelope.from,
    plain: json.plain,
    html: json.html,
    attachments: json.attachments.map((attachment) => hash(Buffer.from(attachment.content, "base64"))),
    names: json.attachments.map((attachment) => attachment.file_name),
  };
}

const list = (values) => values.filter(Boolean).sort().join(" ");
const fields = {
  subject: (mail) => squeeze(mail.subject),
  from: (mail) => squeeze(mail.from).toLowerCase(),
  plain: (mail) => squeeze(mail.plain),
  html: (mail) => squeeze(mail.html),
  attachments: (mail) => list(mail.attachments),
  names: (mail) => squeeze(list(mail.names.filter((name) => !MADE_UP.test(name ?? "")))),
};

/** What a web framework makes of the multipart format, which must be the same as what the JSON says. */
async function byForm(octets) {
  const form = await new Response(octets, { headers: { "Content-Type": "multipart/form-data; boundary=----imap-poller-0123456789abcdef" } }).formData();
  const files = form.getAll("attachments[]");
  return {
    plain: form.get("plain"),
    html: form.get("html"),
    attachments: await Promise.all(files.map(async (file) => hash(Buffer.from(await file.arrayBuffer())))),
  };
}

/** The fields that can be compared: where there is a Return-Path, the sender is from there. */
function comparable(json) {
  return Object.keys(fields).filter((field) => field !== "from" || !("return_path" in json.headers));
}

const files = readdirSync(folder).filter((name) => name.endsWith(".eml")).sort();
const differences = [];
const agreeing = Object.fromEntries(Object.keys(parsers).map((name) => [name, 0]));
let withOne = 0;
let forms = 0;

for (const file of files) {
  const octets = readFileSync(join(folder, file));
  const json = JSON.parse(readFileSync(join(folder, file.replace(/eml$/, "json")), "utf8"));
  const mine = ours(json);
  const form = await byForm(readFileSync(join(folder, file.replace(/eml$/, "form"))));
  if (["plain", "html", "attachments"].every((field) => fields[field](form) === fields[field](mine))) {
    forms++;
  } else {
    console.log(`${file}: the form differs from the JSON`);
    process.exitCode = 1;
  }
  const disputed = new Set(comparable(json));
  for (const [parser, parse] of Object.entries(parsers)) {
    let theirs;
    try {
      theirs = await parse(octets, file);
    } catch (error) {
      differences.push({ file, parser, field: "error", mine: "", theirs: error.message, read: {}, differing: [], json, octets });
      continue;
    }
    const differing = comparable(json).filter((field) => fields[field](mine) !== fields[field](theirs));
    comparable(json).filter((field) => !differing.includes(field)).forEach((field) => disputed.delete(field));
    agreeing[parser] += differing.length === 0 ? 1 : 0;
    const read = Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value(theirs)]));
    for (const field of differing) {
      differences.push({ file, parser, field, mine: fields[field](mine), theirs: read[field], read, differing, json, octets });
    }
  }
  withOne += disputed.size === 0 ? 1 : 0;
}

const NONE = { name: "of no class", right: "nobody knows", why: "look at it, and give it a class" };
const sums = new Map([...classes, NONE].map((each) => [each, { messages: new Set(), parsers: {} }]));
for (const difference of differences) {
  const found = classes.find((each) => each.fits({ ...difference, source: difference.octets.toString("latin1") })) ?? NONE;
  const sum = sums.get(found);
  sum.messages.add(difference.file);
  (sum.parsers[difference.parser] ??= new Set()).add(difference.file);
  if (verbose || found === NONE) {
    const { file, field, parser, mine, theirs } = difference;
    console.log(`${file}: ${field} by ${parser} (${found.name}): ${JSON.stringify(theirs.slice(0, SHOWN))}; ours: ${JSON.stringify(mine.slice(0, SHOWN))}`);
  }
}
if (sums.get(NONE).messages.size > 0) {
  process.exitCode = 1;
}

const names = Object.keys(parsers);
const rows = [...sums]
  .filter(([, sum]) => sum.messages.size > 0)
  .sort(([, a], [, b]) => b.messages.size - a.messages.size)
  .map(([{ name, right, why }, sum]) => [name, sum.messages.size, ...names.map((parser) => sum.parsers[parser]?.size ?? 0), right, why]);
const table = [
  ["class", "messages", ...names, "who is right", "why"],
  Array(names.length + 4).fill("---"),
  ...rows,
].map((row) => `| ${row.join(" | ")} |`);
const report = [
  `Of ${files.length} messages ${withOne} agree with one of the parsers at least in every field; ${names
    .map((parser) => `with ${parser} ${agreeing[parser]} agree in all`)
    .join(", ")}. ${forms} of ${files.length} forms say the same as the JSON.`,
  "",
  ...table,
].join("\n");
console.log(report);
if (process.argv.includes("--write")) {
  const marks = ["<!-- figures -->\n", "\n<!-- end of the figures -->"];
  const text = readFileSync(DOCUMENT, "utf8");
  const from = text.indexOf(marks[0]) + marks[0].length;
  writeFileSync(DOCUMENT, text.slice(0, from) + report + text.slice(text.indexOf(marks[1])));
}
