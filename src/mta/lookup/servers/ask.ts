/** Servers in their order, until one answers (Exim spec §9.21, §9.22): a list of the configuration, or of the query itself. */
import { after, deferred, type Failure, type Later, readList } from '../../expand/index.ts';
import type { DriverAnswer, DriverQuestion, LookupPorts } from '../types.ts';

/** `next`: this one cannot be reached, or cannot answer; another may. Any failure beside it ends the search. */
export type Attempt =
  | DriverAnswer
  | {
      readonly kind: 'next';
      readonly message: string;
      /** What Exim leaves unsaid. */
      readonly detail?: string;
    };

/** Servers in their order; the failure is that of the last. */
export async function inTurn(
  servers: readonly string[],
  ask: (server: string) => Promise<Attempt>,
  nobody: Failure,
): Promise<DriverAnswer> {
  let last = nobody;
  for (const server of servers) {
    const attempt = await ask(server);
    if (attempt.kind !== 'next') return attempt;
    const { message, detail } = attempt;
    last = { ...deferred(message), ...(detail !== undefined && { detail }) };
  }
  return last;
}

export interface ServerFamily {
  /** In messages: `MySQL`. */
  readonly name: string;
  /** The main option with the list of servers. */
  readonly option: string;
  readonly ask: (server: string, query: string) => Promise<Attempt>;
}

export const askServers = (
  family: ServerFamily,
  question: DriverQuestion,
  { option }: LookupPorts,
): Later<DriverAnswer> =>
  after(option(family.option), (configured) => {
    const wanted = readWanted(family, question, configured);
    if ('kind' in wanted) return wanted;
    // A server that answers, even with nothing, ends the search.
    return inTurn(wanted.servers, (server) => family.ask(server, wanted.query), nobody(family));
  });

const nobody = ({ name, option }: ServerFamily) => deferred(`no ${name} servers defined (${option} option)`);

interface Wanted {
  readonly servers: readonly string[];
  readonly query: string;
}

/** `servers=a:b` behind the type, or in the old form before the query: `servers=a:b; select …`. */
function readWanted(family: ServerFamily, { key, options }: DriverQuestion, configured: string | undefined) {
  const old = key.startsWith('servers') ? readOldForm(family, key) : undefined;
  if (old !== undefined && 'kind' in old) return old;
  const own = old?.list ?? options.find((option) => option.startsWith('servers='))?.slice('servers='.length);
  const list = own ?? configured;
  if (list === undefined) return nobody(family);
  const servers = fullServers(family, readList(list).items, readList(configured ?? '').items);
  return 'kind' in servers ? servers : ({ servers: servers.full, query: old?.query ?? key } satisfies Wanted);
}

function readOldForm({ name }: ServerFamily, key: string) {
  const [, list, semicolon, query = ''] = /^servers\s*=\s*([^;]*)(;?)(.*)$/s.exec(key) ?? [];
  if (list === undefined) return deferred(`missing = after "servers" in ${name} lookup`);
  if (semicolon === '') return deferred(`missing ; after "servers=" in ${name} lookup`);
  return list === '' ? deferred(`"servers=" defines no servers in "${key}"`) : { list, query };
}

/** A server without a slash is one of the configuration's, found by its beginning. */
function fullServers({ name, option }: ServerFamily, wanted: readonly string[], configured: readonly string[]) {
  const full: string[] = [];
  for (const server of wanted) {
    const found = server.includes('/') ? server : configured.find((known) => known.startsWith(`${server}/`));
    if (found === undefined) return deferred(`${name} server "${server}" not found in ${option}`);
    full.push(found);
  }
  return { full };
}
