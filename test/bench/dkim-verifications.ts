/**
 * Signatures verified a second, beside mailauth in the same process: the same messages, the key record handed over by a
 * function, one message at a time. Nothing is kept but what each program keeps by itself (ours: imported keys).
 */
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { systemClock } from '../../src/base/index.ts';
import { verifyDkim } from '../../src/core/dkim/index.ts';
import { ED_RECORD, ed25519, KEY_NAME, keysOf, octets, RSA_RECORD, signed } from '../support/dkim.ts';
import { inTurns } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const SIZES = [
  { kib: 2, aim: 4 },
  { kib: 20, aim: 2.5 },
  { kib: 100, aim: 2 },
] as const;
const LINE = 'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod.\r\n';

export const bench: Bench = {
  name: 'dkim-verifications',
  asks: 'messages with one signature verified a second, beside mailauth',
  async run(quick) {
    const figures: Figure[] = [];
    for (const { kib, aim } of SIZES) figures.push(await measured('RSA 2048', kib, quick, aim));
    figures.push(await measured('Ed25519', 2, quick));
    return figures;
  },
};

async function measured(kind: 'RSA 2048' | 'Ed25519', kib: number, quick: boolean, aim?: number): Promise<Figure> {
  const isRsa = kind === 'RSA 2048';
  const over = isRsa ? {} : { key: ed25519.privateKey, algorithm: 'ed25519-sha256' as const };
  const message = octets(await signed(mail(kib), { ...over, signedAt: 1_700_000_000 }));
  const record = isRsa ? RSA_RECORD : ED_RECORD;
  const count = quick ? 100 : Math.round(4000 / Math.sqrt(kib));
  const options = { lookUp: keysOf(record), clock: systemClock };
  const resolver = async (name: string): Promise<string[][]> => (name === KEY_NAME ? [[record]] : []);
  const times = await inTurns(quick ? 5 : 9, {
    ours: repeated(count, async () => {
      const read = await verifyDkim([message], options);
      return read.ok && read.value.result === 'pass';
    }),
    theirs: repeated(count, async () => {
      const { results } = await dkimVerify(Buffer.from(message), { resolver });
      return results[0]?.status?.result === 'pass';
    }),
  });
  const rate = (ms: number): number => Math.round((count * 1000) / ms);
  return {
    name: `${kind}, ${kib} KiB`,
    ours: rate(times.ours),
    unit: '1/s',
    peer: { name: 'mailauth', value: rate(times.theirs) },
    ...(aim !== undefined && { aim: { value: aim, better: 'higher' as const } }),
  };
}

function mail(kib: number): string {
  const header = [
    'Received: from mx.example.net (mx.example.net [192.0.2.1]) by mx.example.org; Mon, 1 Jun 2026 12:00:00 +0000',
    'From: Joe <joe@example.org>',
    'To: Suzie <suzie@example.net>',
    'Subject: A letter of some length',
    'Date: Mon, 01 Jun 2026 12:00:00 +0000',
    'Message-ID: <1234567890@example.org>',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ].join('\r\n');
  return `${header}\r\n\r\n${LINE.repeat(Math.ceil((kib * 1024) / LINE.length))}`;
}

function repeated(count: number, work: () => Promise<boolean>): () => Promise<void> {
  return async () => {
    for (let i = 0; i < count; i += 1) if (!(await work())) throw new Error('a good signature was refused');
  };
}
