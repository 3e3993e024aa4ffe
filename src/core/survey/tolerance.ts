/**
 * Hellos that every server must bear, and some do not: long ones, cut ones, ones with what nobody knows yet.
 *
 * A row each. All ask for the best version the server has, so a failure is the shape's alone.
 */
import { helloExtension as extension, type HelloOffer } from '../net/index.ts';
import type { Common } from './choices.ts';
import { ALL_GROUPS, type Openness, offerOf, suitesOf } from './offers.ts';
import { GREASE_VALUE } from './registry/cipher-suites.ts';
import type { VersionName } from './registry/versions.ts';
import type { HelloOutcome, HelloShape } from './speaker.ts';
import type { ToleranceReport } from './types.ts';

interface Row {
  readonly hello: string;
  readonly offer: (version: VersionName, open: Openness) => HelloOffer;
  readonly shape?: HelloShape;
}

/** Octets of padding that bring a hello of ours to about `size`. */
const padded =
  (size: number): Row['offer'] =>
  (version, open) =>
    offerOf(version, { ...open, suites: few(version), more: [extension.padding(size - 250)] });

/** So that the padding decides how long a hello is. */
const few = (version: VersionName): readonly number[] =>
  suitesOf(version).filter((suite) => ESSENTIAL.has(suite) || version === 'SSLv3');

const ESSENTIAL: ReadonlySet<number> = new Set([
  0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xc009, 0xc00a, 0xc013, 0xc014, 0x9c, 0x2f, 0x35, 0x33, 0x39,
]);

const ROWS: readonly Row[] = [
  { hello: 'longer than 512 octets', offer: padded(600) },
  { hello: 'longer than a packet (1,500 octets)', offer: padded(1700) },
  { hello: 'longer than 4,096 octets', offer: padded(4600) },
  { hello: 'in several TCP segments', offer: offerOf, shape: { pieceBytes: 64 } },
  { hello: 'in several TLS records', offer: offerOf, shape: { fragmentBytes: 128 } },
  {
    hello: 'with suites, groups and extensions that nobody knows (GREASE)',
    offer: (version, open) =>
      offerOf(version, {
        ...open,
        suites: [GREASE_VALUE, ...suitesOf(version)],
        groups: [GREASE_VALUE, ...ALL_GROUPS],
        more: [{ type: GREASE_VALUE, data: Uint8Array.of(0) }],
      }),
  },
  {
    hello: 'of a version that does not exist yet',
    offer: (version, open) => {
      const offer = offerOf(version === 'TLSv1.3' ? 'TLSv1.2' : version, open);
      return { ...offer, legacyVersion: 0x03ff }; // RFC 5246 App. E.1: answered with the highest there is
    },
  },
];

export function askTolerance(common: Common, best: VersionName): Promise<readonly ToleranceReport[]> {
  const { speaker, serverName } = common;
  return Promise.all(
    ROWS.map(async ({ hello, offer, shape }) => judge(hello, await speaker.ask(offer(best, { serverName }), shape))),
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
