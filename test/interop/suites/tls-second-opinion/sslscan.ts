/** What sslscan finds of a server: versions, suites of each by number, groups of each by name. */
import { mustRun } from '../../framework/command.ts';
import { programs } from '../../peers/programs.ts';

export interface Scan {
  /** In our names: TLSv1.0, not 1.0. */
  readonly versions: readonly string[];
  readonly suites: ReadonlyMap<string, readonly string[]>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

const ARGS = ['--no-colour', '--no-heartbleed', '--no-check-certificate', '--xml=-'];

export async function scan(target: string, name: string): Promise<Scan> {
  const xml = await mustRun(programs.sslscan, [...ARGS, `--sni-name=${name}`, target], { timeoutMs: 120_000 });
  const protocols = elements(xml, 'protocol').filter(({ enabled }) => enabled === '1');
  return {
    versions: protocols.map(({ type, version }) => (type === 'ssl' ? `SSLv${version}` : `TLSv${version}`)),
    suites: byVersion(elements(xml, 'cipher'), ({ id }) => id!.toLowerCase()),
    groups: byVersion(elements(xml, 'group'), (one) => one.name!.split(' ')[0]!),
  };
}

type Attributes = Readonly<Record<string, string>>;

/** One element a line, without content: the whole of the XML that sslscan writes. */
function elements(xml: string, name: string): readonly Attributes[] {
  return [...xml.matchAll(new RegExp(`<${name} ([^>]*?)/>`, 'g'))].map(([, text]) =>
    Object.fromEntries([...text!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!])),
  );
}

function byVersion(
  found: readonly Attributes[],
  tell: (one: Attributes) => string,
): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const one of found) {
    const version = one.sslversion!;
    lists.set(version, [...(lists.get(version) ?? []), tell(one)]);
  }
  return lists;
}
