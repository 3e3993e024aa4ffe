/** The options of server TLS, expanded for a connection. */
import { type Configuration, mainValue } from '../config/index.ts';
import {
  after,
  clean,
  type ExpansionHost,
  expand,
  type Failure,
  isFailure,
  type Later,
  parseExpansion,
  textOf,
} from '../expand/index.ts';
import type { TlsClient, TlsProblem } from './types.ts';

/** Expanded again once the client has named a server. */
const BY_NAME = ['tls_certificate', 'tls_privatekey', 'tls_ocsp_file', 'tls_verify_certificates', 'tls_crl'] as const;
const TEXTS = [...BY_NAME, 'tls_require_ciphers', 'tls_eccurve', 'tls_dhparam', 'tls_alpn'] as const;
/** What becomes a file's name, or the name of something that is compiled. */
const TRUSTED: ReadonlySet<string> = new Set(TEXTS);
const LISTS = ['tls_verify_hosts', 'tls_try_verify_hosts', 'tls_resumption_hosts', 'hosts_require_alpn'] as const;

export type TextOption = (typeof TEXTS)[number];
/** Absent: unset, or forced to fail. */
export type Texts = Readonly<Partial<Record<TextOption, string>>>;
export type Matches = Readonly<Record<(typeof LISTS)[number], boolean>>;

export interface OptionReader {
  readonly texts: (host: ExpansionHost) => Later<Texts | TlsProblem>;
  /** The same with `$tls_in_sni`; `before` where none of it depends on that. */
  readonly textsByName: (host: ExpansionHost, serverName: string, before: Texts) => Later<Texts | TlsProblem>;
  readonly matches: (client: Pick<TlsClient, 'host' | 'address'>) => Later<Matches | TlsProblem>;
  readonly advertises: (client: Pick<TlsClient, 'host' | 'address'>) => Later<boolean | Failure>;
}

export function createOptionReader(configuration: Configuration): OptionReader {
  const written = (name: string): string | undefined => {
    const value = mainValue(configuration, name);
    return value === undefined ? undefined : String(value);
  };
  const sequences = new Map<string, ReturnType<typeof parseExpansion>>();
  /** Most are plain texts, and are not expanded at all. */
  const expanded = (name: string, host: ExpansionHost): Later<string | undefined | TlsProblem> => {
    const text = written(name);
    if (text === undefined || !/[$\\]/.test(text)) return text;
    const sequence = sequences.get(name) ?? parseExpansion(text);
    sequences.set(name, sequence);
    return after(expand(sequence, host), (outcome) => {
      if (outcome.kind === 'forced-fail') return undefined;
      if (isFailure(outcome)) {
        const { message: unexpanded } = outcome;
        return { option: name, message: `cannot be expanded: ${unexpanded}`, unexpanded };
      }
      if (outcome.tainted && TRUSTED.has(name)) return tainted(name, outcome.text);
      return outcome.text;
    });
  };
  const gather = (names: readonly TextOption[], host: ExpansionHost, start: Texts): Later<Texts | TlsProblem> =>
    inTurn(names, start, (texts, name) =>
      after(expanded(name, host), (text) => {
        if (typeof text === 'object') return text;
        const { [name]: _, ...others } = texts;
        return text === undefined || text === '' ? others : { ...others, [name]: text };
      }),
    );
  const matchesList = (name: string, { host, address }: Pick<TlsClient, 'host' | 'address'>) =>
    after(expanded(name, host), (list): Later<boolean | TlsProblem> => {
      if (typeof list === 'object') return list;
      if (list === undefined || list === '') return false;
      return after(host.lists.match('host', textOf(address, true), clean(list)), (answer) =>
        isFailure(answer) ? { option: name, message: answer.message } : answer.matched,
      );
    });
  const dependsOnName = /tls_(in_)?sni/.test(written('tls_certificate') ?? '');
  return {
    texts: (host) => gather(TEXTS, host, {}),
    textsByName: (host, serverName, before) =>
      dependsOnName ? gather(BY_NAME, withName(host, serverName), before) : before,
    matches: (client) =>
      inTurn<(typeof LISTS)[number], Matches>(LISTS, NONE, (matches, name) =>
        after(matchesList(name, client), (matched) =>
          typeof matched === 'boolean' ? { ...matches, [name]: matched } : matched,
        ),
      ),
    advertises: (client) =>
      after(matchesList('tls_advertise_hosts', client), (answer): boolean | Failure =>
        typeof answer === 'boolean' ? answer : { kind: 'deferred', message: `${answer.option}: ${answer.message}` },
      ),
  };
}

const NONE: Matches = {
  tls_verify_hosts: false,
  tls_try_verify_hosts: false,
  tls_resumption_hosts: false,
  hosts_require_alpn: false,
};

/** The name is the client's word: tainted, so it cannot be a part of a file's name without a lookup. */
function withName(host: ExpansionHost, serverName: string): ExpansionHost {
  const name = textOf(serverName, true);
  return {
    ...host,
    variable: (variable) => (variable === 'tls_in_sni' || variable === 'tls_sni' ? name : host.variable(variable)),
  };
}

const tainted = (option: string, text: string): TlsProblem => ({
  option,
  message: `"${text}" comes from the client, and is not taken`,
  hint: 'look it up, as ${lookup{$tls_in_sni}dsearch{/etc/exim/tls}{/etc/exim/tls/$value}fail}',
});

/** One after the other; a problem ends it. */
function inTurn<Name, State extends object>(
  names: readonly Name[],
  start: State,
  next: (state: State, name: Name) => Later<State | TlsProblem>,
): Later<State | TlsProblem> {
  return names.reduce<Later<State | TlsProblem>>(
    (before, name) => after(before, (state) => (isProblem(state) ? state : next(state, name))),
    start,
  );
}

export const isProblem = (value: object): value is TlsProblem => 'option' in value && 'message' in value;
