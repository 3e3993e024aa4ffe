/** Has every address of a mail host a name that leads back to it? */
import { confirmName, isPrivate, judgeReverse } from '../../reverse/index.ts';
import type { Site } from '../site.ts';
import type { ReverseFacts, SubjectReport } from '../types.ts';
import type { SubjectDef } from './types.ts';

export const reverse: SubjectDef<'reverse'> = { name: 'reverse', withoutMail: false, look };

/** A domain may have 32 hosts of 16 addresses each. */
const MAX_ADDRESSES = 32;

async function look({ mail, ports }: Site): Promise<SubjectReport<ReverseFacts>> {
  const { visits } = await mail();
  const { informed, signal } = ports;
  const addresses = await Promise.all(
    visits
      .filter(({ ip }) => !isPrivate(ip)) // their names are another network's affair, and mean nothing here
      .slice(0, MAX_ADDRESSES)
      .map(async ({ host, ip }) => ({ host: host.name, ...(await confirmName(ip, informed, signal && { signal })) })),
  );
  const isEmpty = addresses.length === 0;
  return {
    findings: addresses.map(({ host, ...report }) => judgeReverse(report, { mx: host })),
    summary: summaryOf(addresses),
    facts: { addresses },
    ...(isEmpty && { verdict: 'unknown' }),
  };
}

function summaryOf(addresses: ReverseFacts['addresses']): string {
  if (addresses.length === 0) return 'no address to look up';
  const good = addresses.filter(({ status }) => status === 'confirmed').length;
  const of = `${addresses.length} address${addresses.length === 1 ? '' : 'es'}`;
  return good === addresses.length
    ? `${of}, each with a name that leads back`
    : `${good} of ${of} with a name that leads back`;
}
