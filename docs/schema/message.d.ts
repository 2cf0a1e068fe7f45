// Made from message.schema.json by PayloadSchemaTest.
/** What the format json posts for each message. */
export interface Message {
  headers: Headers;
  envelope: Envelope;
  /** The text; null where the message has none. Lines end as they do in the message, mostly with CRLF. */
  plain: string | null;
  /** The text as HTML; null where the message has none. It is as the sender wrote it: clean it before you show it. */
  html: string | null;
  /** Of a reply, what its sender wrote; null where it is none, or where nothing was written. */
  reply_plain: string | null;
  /** There, and true, where plain was derived from html, which the poller's item asks for with plainFromHtml. */
  plain_from_html?: true;
  /** All that is not the text, in the order of the message. */
  attachments: Attachment[];
  /** There only where something of the message had to be repaired: what it was, in words such as broken-base64. There may be new ones. */
  defects?: string[];
  /** Who wrote the message, as far as its header tells: only mail is probably a person's. */
  kind: "bounce" | "auto-reply" | "list" | "mail";
  /** Of a bounce, the recipients that it tells of; left out where it names none. */
  bounced?: Bounced[];
}

/** The header's fields by name, in lower case and with _ for -. One that is there several times is an array, topmost first. */
export type Headers = { [name: string]: string | string[] };

/** Who sent the message to whom, as the receiving server wrote it down. */
export interface Envelope {
  to: string;
  recipients: string[];
  /** Empty for a bounce. */
  from: string;
  helo_domain: string | null;
  remote_ip: string | null;
  tls: boolean;
  spf: Spf;
}

export interface Spf {
  /** Such as pass or fail; none where the server wrote down nothing. */
  result: string;
  domain: string | null;
}

export interface Bounced {
  /** The address that the message was sent to, as the reporting server wrote it. */
  recipient: string;
  /** What became of it; null where the report does not say. */
  action: "failed" | "delayed" | "delivered" | "relayed" | "expanded" | null;
  /** The status code of RFC 3463, such as 5.1.1; null where the report has none. */
  status: string | null;
}

export interface Attachment {
  /** In base64, on one line; not there where url is. */
  content?: string;
  /** Where the content is, if the poller's item has an attachmentStore: s3:// or, for a time, https. */
  url?: string;
  /** Without a path; made up where the message has none. */
  file_name: string;
  /** Without parameters, in lower case. */
  content_type: string;
  /** In octets, as a string of digits. */
  size: string;
  /** Mostly attachment or inline. */
  disposition: string;
  /** By which the HTML refers to it, after cid: and without the brackets that it has here. */
  content_id: string | null;
}
