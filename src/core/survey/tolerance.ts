/**
 * Hellos that every server must bear, and some do not: long ones, cut ones, ones with what nobody knows yet.
 *
 * A row each. All ask for the best version the server has, so a failure is the shape's alone.
 */
import { helloExtension as extension, type HelloOffer } from '../net/index.ts';
import type { Common } from './choices.ts';
import { makeShare, postQuantumShare } from './key-shares.ts';
import { type Openness, offerOf, usual } from './offers.ts';
import { GREASE_VALUE } from './registry/cipher-suites.ts';
import { VERSIONS, type VersionName } from './registry/versions.ts';
import type { HelloOutcome, HelloShape } from './speaker.ts';
import type { ToleranceReport } from './types.ts';

interface Row {
  readonly hello: string;
  /** `open` is what an ordinary hello offers. */
  readonly offer: (version: VersionName, open: Openness) => HelloOffer;
  readonly shape?: HelloShape;
}

/** An ordinary hello has some 230 octets. */
const padded =
  (size: number): Row['offer'] =>
  (version, open) =>
    offerOf(version, { ...open, more: [extension.padding(size - 200)] });

const ROWS: readonly Row[] = [
  { hello: 'longer than 255 octets', offer: padded(300) },
  { hello: 'longer than 512 octets', offer: padded(600) },
  {
    hello: 'longer than a packet, with a post-quantum key share',
    offer: (version, open) => {
      if (version !== 'TLSv1.3') return padded(1700)(version, open);
      const shares = [postQuantumShare(), makeShare(['x25519'])!];
      return offerOf(version, { ...open, groups: [shares[0]!.group, ...open.groups!], shares });
    },
  },
  { hello: 'longer than 4,096 octets', offer: padded(4600) },
  { hello: 'longer than a record (16,384 octets)', offer: padded(17_000) },
  { hello: 'in several TCP segments', offer: offerOf, shape: { pieceBytes: 64 } },
  { hello: 'in several TLS records', offer: offerOf, shape: { fragmentBytes: 64 } },
  { hello: 'with suites, groups, versions and extensions that nobody knows (GREASE)', offer: withUnknown },
  {
    hello: 'of a version that does not exist yet',
    // RFC 8446 §4.2.1, RFC 5246 App. E.1: answered with the highest that the server has
    offer: (version, open) =>
      version === 'TLSv1.3'
        ? offerOf(version, { ...open, versions: [0x0305, VERSIONS[version]] })
        : { ...offerOf(version, open), legacyVersion: 0x03ff },
  },
];

/** RFC 8701 §3: reserved values in every list of a client, which a server passes over. */
function withUnknown(version: VersionName, open: Openness): HelloOffer {
  const is13 = version === 'TLSv1.3';
  return offerOf(version, {
    ...open,
    suites: [GREASE_VALUE, ...open.suites!],
    groups: [GREASE_VALUE, ...open.groups!],
    schemes: [GREASE_VALUE, ...open.schemes!],
    ...(is13 && {
      versions: [GREASE_VALUE, VERSIONS['TLSv1.3']],
      shares: [{ group: GREASE_VALUE, key: Uint8Array.of(0) }, makeShare(['x25519'])!],
    }),
    more: [
      { type: GREASE_VALUE, data: new Uint8Array() },
      { type: 0x4a4a, data: Uint8Array.of(0) },
    ],
  });
}

export function askTolerance(common: Common, best: VersionName): Promise<readonly ToleranceReport[]> {
  const { speaker, serverName } = common;
  return Promise.all(
    ROWS.map(async ({ hello, offer, shape }) =>
      judge(hello, await speaker.ask(offer(best, { serverName, ...usual(best) }), shape)),
    ),
  );
}

function judge(hello: string, outcome: HelloOutcome): ToleranceReport {
  switch (outcome.kind) {
    case 'chosen':
      return { hello, outcome: 'fine' };
    case 'refused':
      return { hello, outcome: 'fails', detail: outcome.by };
    case 'silence':
      return { hello, outcome: 'fails', detail: 'silence' };
    case 'unavailable':
      return { hello, outcome: 'unknown', detail: outcome.why };
  }
}
