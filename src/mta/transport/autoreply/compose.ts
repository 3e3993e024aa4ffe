/** The reply as a message (Exim spec ch. 27, RFC 3834 §3): header, text, the file, and what it answers. */
import { mainValue } from '../../config/index.ts';
import { type OutgoingContent, outgoingContent } from '../content/outgoing.ts';
import { flag } from '../settings.ts';
import type { Delivery, TransportWorld } from '../types.ts';
import type { Fields } from './fields.ts';

/** Lines of the header; Bcc: leaves it as the message comes in. */
export function replyHeader(fields: Fields, delivery: Delivery): string {
  const { from, reply_to, to, cc, bcc, subject, headers } = fields;
  const lines = [
    from === undefined ? '' : `From: ${from}\n`,
    reply_to === undefined ? '' : `Reply-To: ${reply_to}\n`,
    to === undefined ? '' : `To: ${to}\n`,
    cc === undefined ? '' : `Cc: ${cc}\n`,
    bcc === undefined ? '' : `Bcc: ${bcc}\n`,
    subject === undefined ? '' : `Subject: ${subject}\n`,
    ...threading(delivery),
    // RFC 3834 §5.1
    'Auto-Submitted: auto-replied\n',
    headers === undefined || headers === '' ? '' : headers.replace(/\n?$/, '\n'),
  ];
  return lines.join('');
}

/** RFC 5322 §3.6.4: what it answers, and all before that. */
function threading({ message }: Delivery): readonly string[] {
  const textOf = (name: string): string | undefined => {
    const found = message.stored.headers.find(
      ({ letter, text }) =>
        letter !== '*' &&
        text
          .toLowerCase()
          .replace(/[ \t]*:/, ':')
          .startsWith(`${name}:`),
    );
    return found?.text.slice(found.text.indexOf(':') + 1).trim();
  };
  const id = textOf('message-id');
  if (id === undefined) return [];
  const before = textOf('references') ?? textOf('in-reply-to');
  const [root, ...later] = before?.match(/<[^<>\s]+>/g) ?? [];
  const ids = [...(root === undefined ? [] : [root]), ...later.slice(-MAX_LATER), id];
  return [`In-Reply-To: ${id}\n`, `References: ${ids.join(' ')}\n`];
}

/** The root of the thread, and where in it. */
const MAX_LATER = 11;

interface Quoting {
  readonly delivery: Delivery;
  readonly world: TransportWorld;
  readonly wrote: (octets: number) => void;
}

/**
 * @param file   what was read of the user's file, expanded where that is wanted
 * @param wrote  told of each piece of the message that is quoted
 */
export async function* replyBody(
  { text }: Fields,
  file: string | undefined,
  { delivery, world, wrote }: Quoting,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(`\n${text === undefined || text === '' ? '' : text.replace(/\n?$/, '\n')}${file ?? ''}`, 'latin1');
  if (flag(delivery.transport, 'return_message')) yield* answered({ delivery, world, wrote });
}

const BLOCK = 8192;

function shownOf({ transport }: Delivery): string {
  if (flag(transport, 'headers_only')) return "This is a copy of the message's header lines.";
  if (flag(transport, 'body_only')) return 'This is a copy of the body of the message, without the headers.';
  return 'This is a copy of the message, including all the headers.';
}

/**
 * As much of it as bounce_return_size_limit allows. Deviates from Exim, which puts it through `transport_filter`: that
 * program would have to be the user's, and nothing of an answer is made as the user.
 */
async function* answered({ delivery, world, wrote }: Quoting): AsyncGenerator<Uint8Array> {
  const content = await outgoingContent(delivery, world, { lineEnd: 'LF' });
  if (!content.ok) return;
  try {
    const limit = Number(mainValue(world.configuration, 'bounce_return_size_limit') ?? 0);
    const size = content.value.body.octets;
    const isCut =
      !flag(delivery.transport, 'headers_only') && limit > 0 && size > (Math.floor(limit / BLOCK) + 1) * BLOCK;
    yield Buffer.from(`\n------ ${shownOf(delivery)}\n${isCut ? cutText(size, limit) : ''}\n`);
    for await (const part of limit > 0 ? upTo(content.value, limit) : content.value.unfiltered()) {
      wrote(part.length);
      yield part;
    }
  } finally {
    await content.value.close();
  }
}

const THOUSAND = 1000;

function cutText(size: number, limit: number): string {
  const about = Math.floor(((Math.floor(limit / BLOCK) + 1) * BLOCK) / THOUSAND) * THOUSAND;
  return `------ The body of the message is ${size} characters long; only the first\n------ ${about} or so are included here.\n`;
}

async function* upTo({ fields, unfiltered }: OutgoingContent, limit: number): AsyncGenerator<Uint8Array> {
  let left = fields.join('').length + 1 + limit;
  for await (const part of unfiltered()) {
    if (left <= 0) return;
    yield part.subarray(0, left);
    left -= part.length;
  }
}
