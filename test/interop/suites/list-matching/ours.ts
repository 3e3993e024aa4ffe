/** Our answers: the list expanded, then matched. */
import { noTrace, systemClock } from '../../../../src/base/index.ts';
import { createExchange, createResolver } from '../../../../src/core/dns/index.ts';
import { createNet } from '../../../../src/core/net/index.ts';
import {
  clean,
  expand,
  isFailure,
  type ListKind,
  type ListMatch,
  parseExpansion,
  textOf,
} from '../../../../src/mta/expand/index.ts';
import { createHost, readHostConfiguration } from '../../../../src/mta/host/index.ts';
import { RESOLVERS } from '../../world/addresses.ts';
import type { Condition, Pair } from './types.ts';
import { HOSTNAME, LISTS } from './world.ts';

const KINDS: Readonly<Record<Condition, ListKind>> = {
  domains: 'domain',
  hosts: 'host',
  local_parts: 'local-part',
  recipients: 'address',
  sender_domains: 'domain',
  senders: 'address',
};

export async function askOurselves(folder: string, pairs: readonly Pair[]): Promise<readonly string[]> {
  const configuration = readHostConfiguration({
    text: `primary_hostname = ${HOSTNAME}\n${LISTS.replaceAll('FOLDER', folder)}`,
  });
  if (!configuration.ok) throw new Error(configuration.error.join('\n'));
  const net = createNet({ trace: noTrace });
  const exchange = createExchange(net, [{ kind: 'plain', address: RESOLVERS.unbound, port: 53 }], {
    clock: systemClock,
  });
  const resolver = createResolver({ exchange, clock: systemClock, trust: 'none' });
  const answers: string[] = [];
  for (const pair of pairs) {
    const host = createHost({
      configuration: configuration.value,
      resolver: () => ({ ok: true, value: resolver }),
      variables: variablesOf(pair),
    });
    const { condition, list, subject } = pair;
    const expanded = await expand(parseExpansion(list.replaceAll('FOLDER', folder)), host);
    if (isFailure(expanded)) answers.push(expanded.kind === 'forced-fail' ? 'no' : 'defer');
    else {
      const wanted = condition === 'sender_domains' ? domainOf(subject) : bare(condition, subject);
      const said = await host.lists.match(KINDS[condition], textOf(wanted, true), clean(expanded.text));
      answers.push(isFailure(said) ? 'defer' : outcomeOf(said, condition));
    }
    await host.close();
  }
  await resolver.close();
  await net.close();
  return answers;
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** What a session makes of it: domains in lower case. */
const bare = (condition: Condition, subject: string): string =>
  condition === 'domains' ? subject.toLowerCase() : subject;

function variablesOf({ condition, subject }: Pair): Readonly<Record<string, string>> {
  if (condition === 'hosts') return { sender_host_address: subject };
  if (condition === 'domains') return { domain: subject.toLowerCase() };
  if (condition !== 'senders' && condition !== 'sender_domains') return {};
  return { sender_address: subject, sender_address_domain: domainOf(subject) };
}

/** Of domains of senders there is no variable with what was found. */
function outcomeOf({ matched, value, captures = [] }: ListMatch, condition: Condition): string {
  if (!matched) return 'no';
  const [whole, one, two] = [0, 1, 2].map((index) => captures[index]?.text ?? '');
  return `yes <${condition === 'sender_domains' ? whole : (value?.text ?? '')}> <${whole}> <${one}> <${two}>`;
}
