/** How one host is spoken to: all that options say of it, expanded. Connections of one recipe are as good as another. */
import { err, ok, type Result } from '../../../base/index.ts';
import type { Plan, Stage } from '../../../core/smtp/index.ts';
import { type ExpansionHost, expandOption, isFailure } from '../../expand/index.ts';
import { ERRNO } from '../../retry/index.ts';
import { number, text } from '../settings.ts';
import type { Delivery, TransportWorld } from '../types.ts';
import type { HostFacts } from './host-facts.ts';
import type { Errand } from './load.ts';
import { hostOf, isInList } from './settings.ts';
import { type Proxies, proxiesFor } from './socks.ts';
import { sourceFor } from './source.ts';
import { type TlsPolicy, tlsPolicyFor } from './tls/policy.ts';
import { type HostTrouble, notExpanded } from './trouble.ts';

export interface Recipe {
  readonly facts: HostFacts;
  readonly plan: Plan;
  readonly waitsMs: Partial<Record<Stage, number>>;
  readonly source?: string;
  readonly tls: TlsPolicy;
  /** `helo_data`, where it tells of our end and is expanded once there is one. */
  readonly heloOfConnection?: string;
  /** SOCKS servers in between. */
  readonly proxies?: Proxies;
  readonly wantsAuth: boolean;
  readonly requiresAuth: boolean;
  /** Other messages may go over the same connection. */
  readonly keeps: boolean;
  /** The same where there is TLS. */
  readonly keepsTls: boolean;
  /** What makes one connection as good as another. */
  readonly key: string;
}

export type Protocol = 'smtp' | 'lmtp' | 'smtps';

export function protocolOf({ transport }: Delivery): Protocol {
  const written = text(transport, 'protocol')?.toLowerCase() ?? 'smtp';
  if (written === 'lmtp') return 'lmtp';
  return written === 'smtps' || written === 'submissions' ? 'smtps' : 'smtp';
}

/** @param inClear  TLS has failed there: it is not tried again */
export async function makeRecipe(
  { delivery, world }: Errand,
  facts: HostFacts,
  inClear: boolean,
): Promise<Result<Recipe, HostTrouble>> {
  const { transport } = delivery;
  const { target } = facts;
  const expansions = hostOf(delivery, world, facts);
  const has = (option: string) => isInList(delivery, option, facts.target, expansions);
  const heloText = text(transport, 'helo_data') ?? '$primary_hostname';
  const helo = /\bsending_(ip_address|port)\b/.test(heloText) ? undefined : await expandHelo(heloText, expansions);
  // What cannot be expanded is expanded once more when there is a connection: Exim says so of no host that it cannot call.
  const isOfConnection = helo?.ok !== true;
  const source = await sourceFor(delivery, target, expansions);
  if (!source.ok) return source;
  const protocol = protocolOf(delivery);
  const proxies = await proxiesFor({ delivery, world }, facts, expansions);
  if (!proxies.ok) return proxies;
  const tls = await tlsPolicyFor({ delivery, world }, facts, expansions, protocol === 'smtps');
  if (!tls.ok) return tls;
  const requiresAuth = await has('hosts_require_auth');
  const wantsAuth = requiresAuth || (await has('hosts_try_auth'));
  const plan: Plan = {
    ehlo: helo?.ok === true ? helo.value : '',
    octets: true,
    protocol: protocol === 'lmtp' ? 'lmtp' : (await has('hosts_avoid_esmtp')) ? 'smtp' : 'esmtp',
    tls: inClear ? 'never' : tls.value.mode,
    ...(wantsAuth && { auth: 'asked' }),
    pipelining: !(await has('hosts_avoid_pipelining')),
    // What a filter gives has a size that nobody knows before; a signature needs it whole.
    chunking: !isFilteredAlone(delivery) && (await has('hosts_try_chunking')) ? 'offered' : 'never',
    prdr: await has('hosts_try_prdr'),
    alwaysFallsBack: true,
    staysBehind421: true, // deviates from RFC 5321 §3.8, because Exim does
    leavesEmptyData: true, // deviates from RFC 2920 §3.1, because Exim does
    takesFirstCode: true, // deviates from RFC 5321 §4.2.1, because Exim does
  };
  const waitsMs = waitsOf(delivery);
  const identity = wantsAuth && dependsOnMessage(world) ? [delivery.sender, delivery.recipients[0]!.domain] : [];
  const key = JSON.stringify([
    transport.name,
    // And not for whose mail it is.
    [target.name, target.address, target.port, target.mx, target.dnssec],
    facts.port,
    plan,
    source.value,
    tls.value.key,
    proxies.value?.key,
    identity,
  ]);
  return ok({
    facts,
    plan,
    waitsMs,
    ...(isOfConnection && { heloOfConnection: heloText }),
    tls: tls.value,
    ...(proxies.value !== undefined && { proxies: proxies.value }),
    wantsAuth,
    requiresAuth,
    keeps: !(await has('serialize_hosts')),
    keepsTls: !(await has('hosts_nopass_tls')),
    key,
    ...(source.value !== undefined && { source: source.value }),
  });
}

export async function expandHelo(written: string, expansions: ExpansionHost): Promise<Result<string, HostTrouble>> {
  const helo = await expandOption(written, expansions);
  if (isFailure(helo)) return err(notExpanded(ERRNO.expansionFailed, 'helo_data', helo.message));
  return ok(helo.text);
}

/** What a client says of itself may be another thing for another message. */
export const dependsOnMessage = ({ configuration }: TransportWorld): boolean =>
  configuration.authenticators.some(({ settings }) =>
    [...settings].some(([name, { value }]) => name.startsWith('client_') && String(value).includes('$')),
  );

const isFilteredAlone = ({ transport }: Delivery): boolean =>
  text(transport, 'transport_filter') !== undefined && text(transport, 'dkim_domain') === undefined;

const SECOND_MS = 1000;
/** As long as Linux would try. */
const SYSTEM_CONNECT_MS = 130_000;

function waitsOf({ transport }: Delivery): Recipe['waitsMs'] {
  const [connect, command, data, final] = ['connect_timeout', 'command_timeout', 'data_timeout', 'final_timeout'].map(
    (option) => number(transport, option) * SECOND_MS,
  ) as [number, number, number, number];
  const each = { greeting: command, ehlo: command, helo: command, lhlo: command, starttls: command, tls: command };
  return {
    ...each,
    ...{ auth: command, mail: command, rcpt: command, data: command, rset: command },
    connect: connect === 0 ? SYSTEM_CONNECT_MS : connect,
    body: data,
    bdat: final,
    dot: final,
  };
}
