// Reads NAME.eml and NAME.json from a folder and compares the JSON that a receiver gets with what mailparser and postal-mime make of
// the message: subject, text, HTML, and the octets of attachments. Reads NAME.form too, with
// the form parser of the platform. Prints figures, and with --verbose each difference.
import { readFileSync, readdirSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import PostalMime from "postal-mime";

const folder = process.argv[2];
const verbose = process.argv.includes("--verbose");

const squeeze = (text) => (text ?? "").normalize("NFC").replace(/[\s\0\ufffd\u00a0]+/g, " ").trim();
const hash = (octets) => createHash("sha256").update(octets).digest("hex").slice(0, 16);
const hashes = (list) => list.map(hash).sort().join(" ");

async function byMailparser(octets) {
  const mail = await simpleParser(octets, { skipTextToHtml: true, skipHtmlToText: true, skipImageLinks: true, skipTextLinks: true });
  return {
    subject: mail.subject,
    plain: mail.text,
    html: mail.html || "",
    attachments: mail.attachments.map((attachment) => attachment.content),
  };
}

async function byPostalMime(octets) {
  const mail = await PostalMime.parse(octets, { attachmentEncoding: "arraybuffer", forceRfc822Attachments: true });
  return {
    subject: mail.subject,
    plain: mail.text,
    html: mail.html,
    attachments: mail.attachments.map((attachment) => Buffer.from(attachment.content)),
  };
}

function ours(json) {
  const subject = json.headers.subject;
  return {
    subject: Array.isArray(subject) ? subject[0] : subject,
    plain: json.plain,
    html: json.html,
    attachments: json.attachments.map((attachment) => Buffer.from(attachment.content, "base64")),
  };
}

const parsers = { mailparser: byMailparser, "postal-mime": byPostalMime };
const fields = {
  subject: (mail) => squeeze(mail.subject),
  plain: (mail) => squeeze(mail.plain),
  html: (mail) => squeeze(mail.html),
  attachments: (mail) => hashes(mail.attachments),
};
/** What a web framework makes of the multipart format, which must be the same as what the JSON says. */
async function byForm(octets) {
  const form = await new Response(octets, { headers: { "Content-Type": "multipart/form-data; boundary=----imap-poller-0123456789abcdef" } }).formData();
  const files = form.getAll("attachments[]");
  return {
    plain: form.get("plain"),
    html: form.get("html"),
    attachments: await Promise.all(files.map(async (file) => Buffer.from(await file.arrayBuffer()))),
    names: files.map((file) => file.name),
  };
}

const same = {};
let forms = 0;
let messages = 0;
let withBoth = 0;

for (const file of readdirSync(folder).filter((name) => name.endsWith(".eml")).sort()) {
  const octets = readFileSync(join(folder, file));
  const mine = ours(JSON.parse(readFileSync(join(folder, file.replace(/eml$/, "json")), "utf8")));
  const agreed = {};
  messages++;
  const form = await byForm(readFileSync(join(folder, file.replace(/eml$/, "form"))));
  if (["plain", "html"].every((field) => squeeze(form[field]) === squeeze(mine[field])) && hashes(form.attachments) === hashes(mine.attachments)) {
    forms++;
  } else {
    console.log(`${file}: the form differs from the JSON`);
  }
  for (const [name, parse] of Object.entries(parsers)) {
    let theirs;
    try {
      theirs = await parse(octets);
    } catch (error) {
      console.log(`${file}: ${name} throws ${error.message}`);
      continue;
    }
    for (const [field, value] of Object.entries(fields)) {
      same[name] ??= {};
      same[name][field] ??= 0;
      if (value(mine) === value(theirs)) {
        same[name][field]++;
        agreed[field] = true;
      } else if (verbose) {
        console.log(`${file}: ${field} by ${name}: ${JSON.stringify(value(theirs).slice(0, 90))}; ours: ${JSON.stringify(value(mine).slice(0, 90))}`);
      }
    }
  }
  if (Object.keys(fields).every((field) => agreed[field])) {
    withBoth++;
  }
}
console.log(`${forms} of ${messages} forms say the same as the JSON`);
console.log(`${messages} messages; ${withBoth} agree with one of the parsers at least in every field`);
for (const [name, counts] of Object.entries(same)) {
  console.log(`${name}: ${Object.entries(counts).map(([field, count]) => `${field} ${count}`).join(", ")}`);
}
