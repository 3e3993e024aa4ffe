/** An LDAP query as written: settings, then a URL (Exim spec §9.16, RFC 4516). Mistakes are told in Exim's words. */
import { deferred, type Failure } from '../../expand/index.ts';
import { toUnicode } from './octets.ts';

export interface LdapQuery {
  readonly scheme: 'ldap' | 'ldaps' | 'ldapi';
  /** Host and port, or for ldapi a path; undefined: the servers' list has it. */
  readonly server?: string;
  readonly base: string;
  readonly attributes: readonly string[];
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: string;
  readonly user: string;
  readonly password: string;
  /** Of the query itself, as a list. */
  readonly servers?: string;
  /** 0: no limit. */
  readonly sizeLimit: number;
  readonly timeLimitSeconds: number;
  readonly netTimeSeconds: number;
  readonly dereference: 'never' | 'search' | 'find' | 'always';
}

const DEREFERENCE = { never: 'never', searching: 'search', finding: 'find', always: 'always' } as const;
const SETTINGS = new Set(['user', 'pass', 'size', 'time', 'connect', 'nettime', 'servers', 'dereference', 'referrals']);

export function parseLdapQuery(text: string): LdapQuery | Failure {
  const read = readSettings(text.trimStart());
  if ('kind' in read) return read;
  const { settings, url } = read;
  const referrals = settings.referrals?.toLowerCase() ?? 'follow';
  if (!/^(no)?follow$/.test(referrals)) return deferred('LDAP option REFERRALS is not "follow" or "nofollow"');
  const place = readUrl(url);
  if ('kind' in place) return place;
  return {
    ...place,
    user: toUnicode(percentDecoded(settings.user ?? '')),
    password: toUnicode(settings.pass ?? ''),
    ...(settings.servers !== undefined && { servers: settings.servers }),
    sizeLimit: limit(settings.size),
    timeLimitSeconds: limit(settings.time),
    netTimeSeconds: limit(settings.nettime ?? settings.connect),
    dereference: DEREFERENCE[(settings.dereference ?? 'never').toLowerCase() as keyof typeof DEREFERENCE] ?? 'never',
  };
}

const limit = (text = '0'): number => Number.parseInt(text, 10) || 0;

function readSettings(text: string) {
  const settings: Partial<Record<string, string>> = {};
  let url = text;
  while (!/^ldap/i.test(url)) {
    const [whole, name, quoted, plain] = /^([^=]*)=(?:"((?:[^"\\]|\\[\s\S])*)"|(\S*))\s+/.exec(url) ?? [];
    if (whole === undefined || name === undefined) return deferred('malformed parameter setting precedes LDAP URL');
    if (!SETTINGS.has(name.toLowerCase())) return deferred(`unknown parameter "${name}=" precedes LDAP URL`);
    settings[name.toLowerCase()] = plain ?? quoted?.replace(/\\([\s\S])/g, '$1') ?? '';
    url = url.slice(whole.length);
  }
  return { settings, url };
}

const URL_PARTS = /^(ldap[si]?):\/\/([^/?]*)\/?([^?]*)(?:\?([^?]*))?(?:\?([^?]*))?(?:\?([^?]*))?/i;

function readUrl(url: string) {
  const [whole, scheme = '', place = '', base = '', attributes = '', scope = '', filter = ''] =
    URL_PARTS.exec(url) ?? [];
  if (whole === undefined) {
    const start = `"ldap://", "ldaps://", or "ldapi://" (it starts with "${url.slice(0, 16)}...")`;
    return deferred(`LDAP URL does not start with ${start}`);
  }
  if (!/^(base|one|onelevel|sub|subtree)?$/i.test(scope)) {
    return deferred(`ldap_url_parse: (error 8) parsing "${url}"\n`);
  }
  return {
    scheme: scheme.toLowerCase() as LdapQuery['scheme'],
    ...(place !== '' && { server: percentDecoded(place) }),
    base: decoded(base),
    attributes: attributes === '' ? [] : attributes.split(',').map(decoded),
    scope: /^one/i.test(scope) ? ('one' as const) : /^sub/i.test(scope) ? ('sub' as const) : ('base' as const),
    filter: filter === '' ? '(objectClass=*)' : decoded(filter),
  };
}

const percentDecoded = (text: string): string =>
  text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
const decoded = (text: string): string => toUnicode(percentDecoded(text));
