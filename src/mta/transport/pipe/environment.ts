/** What a program is told by its environment (Exim spec ch. 29 "Environment variables"). */
import { err, ok, type Result } from '../../../base/index.ts';
import { mainValue } from '../../config/index.ts';
import { type ExpansionHost, expandOption, isFailure, readList } from '../../expand/index.ts';
import type { LocalFacts } from '../local-facts.ts';
import { deferred } from '../outcome.ts';
import { text } from '../settings.ts';
import type { Delivery, LocalOutcome, TransportWorld } from '../types.ts';

/** Names of Exim's and of the transport. */
const MAX_NAMES = 48;
const TOO_BIG = 7; // E2BIG

export async function environmentOf(
  delivery: Delivery,
  world: TransportWorld,
  { host, home }: LocalFacts,
  path: string,
): Promise<Result<Readonly<Record<string, string>>, LocalOutcome>> {
  const { transport } = delivery;
  const own = await ownItems(delivery, host);
  if (!own.ok) return own;
  const of = async (name: string): Promise<string> => plainOf(await host.variable(name));
  const localPart = await of('local_part');
  const [prefix, suffix, domain] = [await of('local_part_prefix'), await of('local_part_suffix'), await of('domain')];
  const fixed: Readonly<Record<string, string>> = {
    LOCAL_PART: localPart,
    LOGNAME: localPart,
    USER: localPart,
    LOCAL_PART_PREFIX: prefix,
    LOCAL_PART_SUFFIX: suffix,
    DOMAIN: domain,
    HOME: home?.text ?? '',
    MESSAGE_ID: delivery.message.stored.id,
    PATH: path,
    RECIPIENT: `${prefix}${localPart}${suffix}@${domain}`,
    QUALIFY_DOMAIN: await of('qualify_domain'),
    SENDER: delivery.message.stored.sender,
    SHELL: '/bin/sh',
    ...(delivery.hosts[0] !== undefined && { HOST: delivery.hosts[0].name }),
    ...timezoneOf(world),
  };
  if (Object.keys(fixed).length + own.value.length > MAX_NAMES)
    return err(deferred(`too many environment settings for ${transport.name} transport`, { errno: TOO_BIG }));
  return ok({ ...fixed, ...Object.fromEntries(own.value) });
}

const plainOf = (value: string | { readonly text: string } | undefined): string =>
  typeof value === 'string' ? value : (value?.text ?? '');

function timezoneOf({ configuration }: TransportWorld): Readonly<Record<string, string>> {
  const zone = mainValue(configuration, 'timezone');
  return typeof zone === 'string' && zone !== '' ? { TZ: zone } : {};
}

/** Without an equals sign an item has no value. */
async function ownItems(
  { transport }: Delivery,
  host: ExpansionHost,
): Promise<Result<readonly (readonly [string, string])[], LocalOutcome>> {
  const written = text(transport, 'environment');
  if (written === undefined) return ok([]);
  const expanded = await expandOption(written, host);
  if (isFailure(expanded))
    return err(deferred(`failed to expand string "${written}" for ${transport.name} transport: ${expanded.message}`));
  return ok(
    readList(expanded.text).items.map((item) => {
      const at = item.indexOf('=');
      return at < 0 ? [item, ''] : [item.slice(0, at), item.slice(at + 1)];
    }),
  );
}
