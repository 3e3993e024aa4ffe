/**
 * What our validation costs beyond the arithmetic: RRsets judged by the rules of RFC 4035 §5.3, beside bare
 * `crypto.verify` over the same octets with the same keys. Canonical form, dates, signer and limits are the difference.
 */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalRrset, signedData } from '../../src/core/dns/dnssec/canonical.ts';
import { decodeDnskey } from '../../src/core/dns/dnssec/dnskey.ts';
import { createBudget, defaultLimits } from '../../src/core/dns/dnssec/limits.ts';
import { decodeRrsig } from '../../src/core/dns/dnssec/rrsig.ts';
import { verifyRrset, zoneKeys } from '../../src/core/dns/dnssec/verify-rrset.ts';
import { encodeName, type Name, RR, type Rrset } from '../../src/core/dns/index.ts';
import { makeDnskey } from './dnskey.ts';
import { inTurns } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const ZONE = 'example';
const NOW = 1_780_000_000;
const RRSETS = 400;

/** A signed RRset, and the same thing as bare arithmetic. */
interface Sample {
  readonly rrset: Rrset;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
}

export const bench: Bench = {
  name: 'validations',
  asks: 'signed RRsets of three AAAA judged a second, beside bare crypto.verify of the same signatures',
  async run(quick) {
    const rounds = quick ? 5 : 21;
    return [
      await figure('ECDSA P-256 (13)', 13, 0.75, rounds),
      await figure('RSA-2048 with SHA-256 (8)', 8, 0.55, rounds),
      await figure('Ed25519 (15)', 15, undefined, rounds),
    ];
  },
};

async function figure(name: string, algorithm: number, aim: number | undefined, rounds: number): Promise<Figure> {
  const { rdata, privatePem, digest } = makeDnskey(algorithm);
  const key = createPrivateKey(privatePem);
  const dnskey = decodeDnskey(rdata)!;
  const samples = Array.from({ length: RRSETS }, (_, i) =>
    sample(`host${i}.${ZONE}`, i, algorithm, dnskey.tag, key, digest),
  );
  const times = await inTurns(rounds, {
    ours: () => judgeAll(samples, rdata),
    raw: () => verifyAll(samples, createPublicKey(key), digest),
  });
  const rate = (ms: number): number => (RRSETS / ms) * 1000;
  return {
    name,
    ours: rate(times.ours),
    unit: '1/s',
    peer: { name: 'crypto.verify', value: rate(times.raw) },
    ...(aim !== undefined && { aim: { value: aim, better: 'higher' as const } }),
  };
}

/** One key import for all, as in a zone of many names. */
function judgeAll(samples: readonly Sample[], keyRdata: Uint8Array): void {
  const keys = zoneKeys(ZONE, [decodeDnskey(keyRdata)!]);
  for (const { rrset } of samples) {
    const circumstances = { timeSeconds: NOW, allowSha1: false, budget: createBudget(defaultLimits) };
    if (verifyRrset(rrset, keys, circumstances).status !== 'secure') throw new Error(`${rrset.name} is not secure`);
  }
}

function verifyAll(samples: readonly Sample[], key: KeyObject, digest: string | null): void {
  const input = { key, dsaEncoding: 'ieee-p1363' as const };
  for (const { data, signature } of samples) if (!verify(digest, data, input, signature)) throw new Error('bad');
}

function sample(name: Name, i: number, algorithm: number, tag: number, key: KeyObject, digest: string | null): Sample {
  const rdatas = [1, 2, 3].map((last) =>
    Uint8Array.from([0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, i >> 8, i & 255, 0, last]),
  );
  const unsigned = { name, type: RR.AAAA, class: 1, ttlSeconds: 3600, rdatas };
  const head = rrsigHead(algorithm, tag, 2);
  const data = signedData(
    canonicalRrset(unsigned),
    encodeName(name),
    decodeRrsig(Buffer.concat([head, Buffer.of(0)]))!,
  );
  const signature = sign(digest, data, { key, dsaEncoding: 'ieee-p1363' });
  return { rrset: { ...unsigned, signatures: [Buffer.concat([head, signature])] }, data, signature };
}

/** RRSIG RDATA without the signature (RFC 4034 §3.1). */
function rrsigHead(algorithm: number, tag: number, labels: number): Uint8Array {
  const fixed = Buffer.alloc(18);
  fixed.writeUInt16BE(RR.AAAA, 0);
  fixed[2] = algorithm;
  fixed[3] = labels;
  fixed.writeUInt32BE(3600, 4);
  fixed.writeUInt32BE(NOW + 86_400, 8);
  fixed.writeUInt32BE(NOW - 86_400, 12);
  fixed.writeUInt16BE(tag, 16);
  return Buffer.concat([fixed, encodeName(ZONE)]);
}
