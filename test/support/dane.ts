/**
 * The world of a DANE check as a literal: look-ups by `NAME TYPE`, servers by address.
 *
 * ```ts
 * const world = createDaneWorld({
 *   dns: { 'example.test MX': secure('10 mx.example.test'), 'mx.example.test A': secure('192.0.2.1') },
 *   servers: { '192.0.2.1': { ecdsa: chain } },
 * });
 * ```
 * What is not in `dns` does not exist, securely. What is not in `servers` refuses the connection.
 */
import { err, ok } from '../../src/base/index.ts';
import { type CheckOptions, type CheckPorts, checkDane, formatTlsa } from '../../src/core/dane/index.ts';
import {
  type Answer,
  type DnsError,
  type Exchange,
  formatType,
  type Name,
  parseZoneText,
  type SecurityStatus,
} from '../../src/core/dns/index.ts';
import type { Certificate } from '../../src/core/pki/index.ts';
import type { ProbeOutcome, ProbeTarget } from '../../src/core/tls/index.ts';
import { NOW, tlsa } from './chains.ts';

/** RDATA as in zone files, under the canonical name where it differs from the one asked for. */
export interface Given {
  readonly status: SecurityStatus;
  readonly rdatas: readonly (string | Uint8Array)[];
  /** CNAME steps, each `[to, status]`. */
  readonly aliases?: readonly (readonly [Name, SecurityStatus])[];
  readonly rcode?: number;
}

export const secure = (...rdatas: (string | Uint8Array)[]): Given => ({ status: 'secure', rdatas });
export const insecure = (...rdatas: (string | Uint8Array)[]): Given => ({ status: 'insecure', rdatas });
export const bogus = (...rdatas: (string | Uint8Array)[]): Given => ({ status: 'bogus', rdatas });
export const vague = (...rdatas: (string | Uint8Array)[]): Given => ({ status: 'indeterminate', rdatas });
export const nxdomain = (status: SecurityStatus = 'secure'): Given => ({ status, rdatas: [], rcode: 3 });
export const servfail = 'servfail';

/** What a server does: a chain for a key type, or an outcome for whatever is tried. */
export type ServerRow =
  | {
      readonly ecdsa?: readonly Certificate[];
      readonly rsa?: readonly Certificate[];
      readonly any?: readonly Certificate[];
    }
  | ProbeOutcome;

export interface DaneWorld {
  readonly dns: Readonly<Record<string, Given | typeof servfail>>;
  readonly servers?: Readonly<Record<string, ServerRow>>;
}

export interface RunWorld extends CheckPorts {
  /** `NAME TYPE`, in the order asked. */
  readonly asked: string[];
  readonly probed: ProbeTarget[];
}

export function createDaneWorld({ dns, servers = {} }: DaneWorld): RunWorld {
  const asked: string[] = [];
  const probed: ProbeTarget[] = [];
  return {
    asked,
    probed,
    clock: { now: () => NOW, monotonicMs: () => 0 },
    resolver: {
      async lookup(name, type) {
        const key = `${name} ${formatType(type)}`;
        asked.push(key);
        const given = dns[key];
        return given === servfail ? err(failed(key)) : ok(answerOf(name, type, given ?? secure()));
      },
      async close() {},
    },
    probe: async (target) => {
      probed.push(target);
      return outcomeOf(servers[target.address], target);
    },
    askServer: () => noServer,
  };
}

export function checkWorld(world: RunWorld, target = 'example.test', change: Partial<CheckOptions> = {}) {
  const options: CheckOptions = {
    target: { kind: 'domain', name: target },
    port: 25,
    protocol: 'smtp',
    ehlo: 'probe.test',
    timeoutMs: 1000,
    allNs: false,
    requireDane: false,
    ...change,
  };
  return checkDane(options, world);
}

/** `3 1 1 ab…` of a certificate. */
export const record = (usage: number, selector: number, matching: number, of: Certificate): string =>
  formatTlsa(tlsa(usage, selector, matching, of));

function answerOf(name: Name, type: number, { status, rdatas, aliases = [], rcode = 0 }: Given): Answer {
  const canonicalName = aliases.at(-1)?.[0] ?? name;
  const records = rdatas.map((text) => ({
    name: canonicalName,
    type,
    class: 1,
    ttlSeconds: 300,
    rdata: rdataOf(type, text),
  }));
  const steps = [name, ...aliases.map(([to]) => to)];
  return {
    question: { name, type },
    status,
    rcode,
    canonicalName,
    aliases: aliases.map(([to, step], i) => ({ from: steps[i]!, to, status: step })),
    records,
    reasons: [{ code: `test.${status}`, text: `the test says ${status}` }],
    ttlSeconds: 300,
  };
}

/** Names are written without a dot at their end: the origin is the root. */
function rdataOf(type: number, text: string | Uint8Array): Uint8Array {
  if (text instanceof Uint8Array) return text;
  const parsed = parseZoneText(`x 300 IN ${formatType(type)} ${text}`, { file: 'test', origin: '' });
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message}`);
  return parsed.value[0]!.rdata;
}

function outcomeOf(row: ServerRow | undefined, target: ProbeTarget): ProbeOutcome {
  const keyType = target.keyType === 'ed25519' ? 'any' : (target.keyType ?? 'any');
  if (row === undefined) return { kind: 'unreachable', error: fault('net/refused', 'the connection was refused') };
  if ('kind' in row) return row;
  const chain = row[keyType];
  if (chain === undefined) return { kind: 'no-such-key', error: fault('tls/no-shared', `no ${keyType} certificate`) };
  return {
    kind: 'tls',
    chain: chain.map(({ der }) => der),
    protocol: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    leafKeyType: keyType === 'any' ? 'ed25519' : keyType,
    capabilities: ['STARTTLS'],
    timings: { connectMs: 1, handshakeMs: 2 },
  };
}

export const fault = <Code extends string>(code: Code, message: string) =>
  ({ code, message, fault: 'peer', temporary: true }) as const;

const failed = (key: string): DnsError => fault('dns/servfail', `${key}: SERVFAIL`);

const noServer: Exchange = {
  ask: async () => err(failed('name server')),
  close: async () => {},
};
