/** A body with attachments as one multipart (RFC 2045, RFC 2046), in octets one character each. */

export interface Attachment {
  readonly octets: Uint8Array;
  readonly type: string;
  /** Of the file, without folders. */
  readonly name?: string;
}

export interface MimeBody {
  /** For the header of the message, each with its line end. */
  readonly fields: string;
  readonly body: string;
}

export function mimeBody(body: Uint8Array, attachments: readonly Attachment[], boundary: string): MimeBody {
  const text = Buffer.from(body).toString('latin1');
  if (attachments.length === 0) return { fields: textFields(text), body: text };
  const first = `Content-Type: ${textType(text)}\n${encodingOf(text)}\n${text.endsWith('\n') ? text : `${text}\n`}`;
  const parts = [first, ...attachments.map(partOf)];
  return {
    fields: `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="${boundary}"\n`,
    body: `${parts.map((part) => `--${boundary}\n${part}`).join('')}--${boundary}--\n`,
  };
}

const isAscii = (text: string): boolean => !/[\x80-\xff]/.test(text);

/** Plain ASCII needs no word; anything else is UTF-8 where it can be that. */
function textFields(text: string): string {
  if (isAscii(text)) return '';
  return `MIME-Version: 1.0\nContent-Type: ${textType(text)}\n${encodingOf(text)}`;
}

function textType(text: string): string {
  if (isAscii(text)) return 'text/plain';
  const isUtf8 = !Buffer.from(text, 'latin1').toString('utf8').includes('\ufffd');
  return `text/plain; charset=${isUtf8 ? 'utf-8' : 'iso-8859-1'}`;
}

const encodingOf = (text: string): string => (isAscii(text) ? '' : 'Content-Transfer-Encoding: 8bit\n');

function partOf({ octets, type, name }: Attachment): string {
  const disposition = name === undefined ? 'attachment' : `attachment; filename${parameter(name)}`;
  const lines = Buffer.from(octets).toString('base64').replace(/.{76}/g, '$&\n');
  const body = lines === '' || lines.endsWith('\n') ? lines : `${lines}\n`;
  return (
    `Content-Type: ${type}\nContent-Disposition: ${disposition}\n` + `Content-Transfer-Encoding: base64\n\n${body}`
  );
}

/** Quoted, or by octets where it is not plain ASCII (RFC 2231 §4). */
function parameter(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name)) return `="${name.replace(/["\\]/g, '\\$&')}"`;
  return `*=utf-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`;
}
