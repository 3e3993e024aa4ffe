/** Next hops that take mail over TLS and in clear: one for each certificate, and men in the middle before a good one. */
import { readFileSync } from 'node:fs';
import { MISCHIEFS, type Mischief, standBetween } from '../../../support/man-in-the-middle.ts';
import { type ListeningPeer, listenAsPeer } from '../../../support/smtp-peer.ts';
import type { Context } from '../../framework/types.ts';
import { SMTP_PORT } from '../../peers/postfix.ts';
import type { Identity } from '../dane/identities.ts';
import { addressOf, SERVERS } from '../dane/servers.ts';

/** As zones of the suite `dane` have it. */
export const HOP = SERVERS[0]!;
/** The address of who stands between. */
export const mitmAddress = (mischief: Mischief): string => `127.0.28.${MISCHIEFS.indexOf(mischief) + 1}`;
/** A hop with a certificate that authorities vouch for. */
export const PUBLIC_HOP = '127.0.29.1';

export interface Hops {
  /** Contents that were taken behind men in the middle, by the word in them. */
  readonly overheard: (mischief: Mischief) => string;
  readonly contents: () => readonly string[];
}

const OFFERS = { offers: ['STARTTLS', '8BITMIME', 'SIZE 1000000'] };

export async function startHops(
  context: Context,
  identities: readonly Identity[],
  pki: { readonly key: string; readonly cert: string },
): Promise<Hops> {
  const hops: ListeningPeer[] = [];
  for (const { name, chainFiles } of identities) {
    const texts = chainFiles.map((file) => readFileSync(file, 'utf8'));
    hops.push(
      await listenAsPeer(OFFERS, { address: addressOf(HOP, name), port: SMTP_PORT, tls: { key: texts, cert: texts } }),
    );
  }
  hops.push(await listenAsPeer(OFFERS, { address: PUBLIC_HOP, port: SMTP_PORT, tls: pki }));
  for (const hop of hops) context.atEnd(hop.close);
  const stranger = readFileSync(identities.find(({ name }) => name === 'self-signed')!.chainFiles[0]!, 'utf8');
  const men = new Map<Mischief, Awaited<ReturnType<typeof standBetween>>>();
  for (const mischief of MISCHIEFS) {
    const man = await standBetween(
      mischief,
      { address: PUBLIC_HOP, port: SMTP_PORT },
      { key: stranger, cert: stranger },
      { address: mitmAddress(mischief), port: SMTP_PORT },
    );
    context.atEnd(man.close);
    men.set(mischief, man);
  }
  return {
    overheard: (mischief) => men.get(mischief)!.overheard(),
    contents: () => hops.flatMap(({ peers }) => peers.flatMap(({ contents }) => contents)),
  };
}
