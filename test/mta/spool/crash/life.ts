/** What a message of the crash tests is: all of it follows from its id, so that nobody has to remember it. */
import { createHash } from 'node:crypto';
import type { ArrivedMessage } from '../../../../src/mta/spool/index.ts';

export const INLINE_OCTETS = 4096;
const MAX_BODY_OCTETS = 20_000;

function seedOf(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}

export function bodyFor(id: string): Buffer {
  const seed = seedOf(id);
  const octets = seed.readUInt16LE(0) % MAX_BODY_OCTETS;
  return Buffer.alloc(octets, seed);
}

export function messageFor(id: string): ArrivedMessage {
  const seed = seedOf(id).toString('hex');
  return {
    id,
    receivedAtMs: 1_795_000_000_000,
    submitter: { login: 'mail', uid: 8, gid: 8 },
    sender: `${seed.slice(0, 8)}@example.org`,
    recipients: [{ address: `${seed.slice(8, 16)}@example.net` }, { address: 'b@example.net' }],
    headers: [{ letter: ' ', text: `Subject: ${seed}\n` }],
    body: { lineCount: 1, wireFormat: false },
    connection: { protocol: 'esmtp', heloName: seed },
  };
}
