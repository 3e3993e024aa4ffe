/** The system's resolvers, as resolv.conf(5) names them. */
import { readBoundedFile } from '../../../base/index.ts';
import { parseServer, type ServerSpec } from './server-spec.ts';

export interface ResolvConf {
  /** At most three (MAXNS); never empty. */
  readonly servers: readonly ServerSpec[];
  /** `options timeout:n`: seconds before the next try, at most 30. */
  readonly timeoutSeconds?: number;
  /** `options attempts:n`: rounds over the servers, 1 to 5. */
  readonly attempts?: number;
  /** `options trust-ad`: the administrator vouches for the path to the servers. */
  readonly trustAd: boolean;
  readonly edns0: boolean;
  /** Domains for names that are not whole; of several lines the last counts, `domain` being a `search` of one. */
  readonly search: readonly string[];
  /** Lines that could not be used, as sentences with their numbers. */
  readonly problems: readonly string[];
}

/** Whoever writes more than this is not configuring resolvers. */
const MAX_FILE_OCTETS = 65_536;
const MAX_SERVERS = 3;
/** As many as libc looks at. */
const MAX_SEARCH = 6;
/** "If no nameserver entries are present, the default is to use the name server on the local machine." */
const LOCAL: ServerSpec = { kind: 'plain', address: '127.0.0.1', port: 53 };

/** Reads the file; a missing or unreadable one means the local machine's server, as in libc. */
export async function readResolvConf(path = '/etc/resolv.conf'): Promise<ResolvConf> {
  const read = await readBoundedFile(path, MAX_FILE_OCTETS);
  if (read.ok) return parseResolvConf(new TextDecoder().decode(read.value));
  const problems = [read.error.message];
  return { servers: [LOCAL], trustAd: false, edns0: false, search: [], problems };
}

/** Never fails: what is not understood is passed over, as libc does, and reported in `problems`. */
export function parseResolvConf(text: string): ResolvConf {
  const servers: ServerSpec[] = [];
  const problems: string[] = [];
  const options = new Map<string, string>();
  let search: readonly string[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const [keyword, ...words] = line
      .replace(/[#;].*$/, '')
      .trim()
      .split(/[ \t]+/);
    if (keyword === 'options') for (const word of words) setOption(options, word);
    if (keyword === 'search' || keyword === 'domain') search = words.slice(0, keyword === 'domain' ? 1 : MAX_SEARCH);
    if (keyword === 'nameserver') addServer(words[0] ?? '', i + 1, servers, problems);
  }
  const timeoutSeconds = bounded(options.get('timeout'), 30);
  const attempts = bounded(options.get('attempts'), 5);
  return {
    servers: servers.length === 0 ? [LOCAL] : servers,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(attempts === undefined ? {} : { attempts }),
    trustAd: options.has('trust-ad'),
    edns0: options.has('edns0'),
    search: search.map((domain) => domain.replace(/\.$/, '')).filter((domain) => domain !== ''),
    problems,
  };
}

/** Its `timeout` and `attempts` as `createExchange` takes them. */
export function resolvConfTiming(conf: ResolvConf): { readonly timeoutMs?: number; readonly attempts?: number } {
  return {
    ...(conf.timeoutSeconds === undefined ? {} : { timeoutMs: conf.timeoutSeconds * 1000 }),
    ...(conf.attempts === undefined ? {} : { attempts: conf.attempts }),
  };
}

function addServer(text: string, line: number, servers: ServerSpec[], problems: string[]): void {
  if (servers.length === MAX_SERVERS) {
    problems.push(`line ${line}: only the first ${MAX_SERVERS} name servers are used`);
    return;
  }
  // The file holds bare addresses; `address:port` is no form of it.
  const server = parseServer(text.includes(':') ? `[${text}]` : text);
  if (server.ok) servers.push(server.value);
  else problems.push(`line ${line}: ${JSON.stringify(text.slice(0, 60))} is not an IP address`);
}

function setOption(options: Map<string, string>, word: string): void {
  const [name = '', value = ''] = word.split(':', 2);
  options.set(name, value);
}

/** Silently capped, as resolv.conf(5) says; less than 1 counts as not given. */
function bounded(text: string | undefined, max: number): number | undefined {
  if (text === undefined || !/^\d{1,6}$/.test(text) || Number(text) < 1) return undefined;
  return Math.min(Number(text), max);
}
