/** Look-ups in the DNS that nobody answered are events (`dns:fail`). */
import { type DnsError, formatType, type Resolver } from '../../../core/dns/index.ts';
import type { Later } from '../../expand/index.ts';

/** @param raise  given what `$event_data` is to hold; the look-up waits for it */
export function tellingFailures(resolver: Resolver, raise: (data: string) => Later<unknown>): Resolver {
  let isTelling = false;
  const tell = async (data: string): Promise<void> => {
    if (isTelling) return; // an action that asks the DNS is not asked about that
    isTelling = true;
    await raise(data);
    isTelling = false;
  };
  return {
    close: () => resolver.close(),
    lookup: async (name, type, options) => {
      const answer = await resolver.lookup(name, type, options);
      const reason = answer.ok ? undefined : reasonOf(answer.error);
      if (reason !== undefined) await tell(`${reason}:${name}:${formatType(type)}`);
      return answer;
    },
  };
}

/** As Exim tells them apart; undefined: nobody was asked, or nobody waits for the answer. */
function reasonOf({ code, temporary }: DnsError): 'AGAIN' | 'FAIL' | undefined {
  if (code === 'dns/aborted' || code === 'dns/name' || code === 'dns/configuration') return undefined;
  return temporary ? 'AGAIN' : 'FAIL';
}
