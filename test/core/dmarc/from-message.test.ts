import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/base/index.ts';
import { generateKey, keyRecordFor, signDkim } from '../../../src/core/dkim/index.ts';
import { type Authenticated, authenticateMessage } from '../../../src/core/dmarc/index.ts';
import type { SpfQuestion } from '../../../src/core/spf/index.ts';
import { portsOver, type Records } from '../../support/dmarc.ts';

const key = generateKey('ed25519', 0);
const RECORDS: Records = {
  's1._domainkey.example.org': [keyRecordFor(key)],
  'example.net': ['v=spf1 ip4:192.0.2.1 -all'],
};
const PLAIN = 'From: Alice <alice@example.org>\r\nTo: b@example.com\r\nSubject: hello\r\n\r\nHow are you?\r\n';

async function signedMessage(): Promise<string> {
  const made = await signDkim([Buffer.from(PLAIN)], {
    domain: 'example.org',
    selector: 's1',
    key,
    algorithm: 'ed25519-sha256',
    header: 'relaxed',
    body: 'relaxed',
    oversign: [],
    signedAt: Math.floor(Date.now() / 1000),
  });
  if (!made.ok) throw new Error(made.error.message);
  return `${made.value.text}\r\n${PLAIN}`;
}

async function read(message: string, client?: SpfQuestion): Promise<Authenticated> {
  const ports = { dns: portsOver(RECORDS).dns, now: () => new Date(), clock: systemClock };
  // In pieces of seven octets, as it may come off a socket.
  const parts =
    Buffer.from(message)
      .toString('latin1')
      .match(/.{1,7}/gs) ?? [];
  const found = await authenticateMessage(
    parts.map((part) => Buffer.from(part, 'latin1')),
    client,
    ports,
  );
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

const client = (sender: string, ip = [192, 0, 2, 1]): SpfQuestion => ({
  ip: Uint8Array.from(ip),
  sender,
  helo: 'example.net',
});

describe('what a message says', () => {
  it('its author, its signatures and its client', async () => {
    const { authors, identifiers } = await read(await signedMessage(), client('b@example.net'));
    expect(authors.domains).toEqual(['example.org']);
    expect(identifiers).toEqual([
      { mechanism: 'spf', result: 'pass', domain: 'example.net' },
      { mechanism: 'dkim', result: 'pass', domain: 'example.org' },
    ]);
  });
  it('a body that was changed', async () => {
    const { identifiers } = await read((await signedMessage()).replace('How', 'Who'));
    expect(identifiers).toEqual([{ mechanism: 'dkim', result: 'fail', domain: 'example.org' }]);
  });
  it('the null sender is judged by HELO (RFC 7489 §3.1.2, RFC 7208 §2.4)', async () => {
    const of = async (ip: number[]) => (await read(PLAIN, client('', ip))).identifiers;
    expect(await of([192, 0, 2, 1])).toEqual([{ mechanism: 'spf', result: 'pass', domain: 'example.net' }]);
    expect(await of([192, 0, 2, 2])).toEqual([{ mechanism: 'spf', result: 'fail', domain: 'example.net' }]);
  });
  it('several From fields are several authors, none is none', async () => {
    expect((await read(`From: x@example.com\r\n${PLAIN}`)).authors.domains).toEqual(['example.com', 'example.org']);
    expect((await read('Subject: x\r\n\r\nhello')).authors).toEqual({ domains: [], unreadable: [] });
    expect((await read('From: a\r\n <b@\r\n bücher.example>\r\n\r\n')).authors.domains).toEqual([
      'xn--bcher-kva.example',
    ]);
  });
});
