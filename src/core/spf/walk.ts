/**
 * A domain's policy as a whole, whoever sends: every record it leads to, and the addresses behind its names.
 *
 * A check stops at the first match and at the eleventh look-up; a walk goes on, so that one sees what a sender who matches
 * nothing would cost. It is bounded by itself: records, queries and cycles.
 */
import { mxRdata, type Name, RR } from '../dns/index.ts';
import { type FoundRecord, findRecord } from './find-record.ts';
import type { MacroString, Term } from './grammar/types.ts';
import { knownText } from './known-text.ts';
import { asksDns } from './mechanisms/registry.ts';
import { targetName } from './target-name.ts';
import type { SpfDns } from './types.ts';

export interface Walked {
  readonly domain: string;
  readonly found: FoundRecord;
  readonly terms: readonly WalkedTerm[];
  /** Look-ups of this record and all below it. */
  readonly lookups: number;
  readonly voids: number;
}

export interface WalkedTerm {
  readonly term: Term;
  /** Which look-up it is, were every term before it looked at. */
  readonly lookups?: number;
  readonly target?: Name;
  /** Of an `mx`, or the target of an `a`; with the addresses found. */
  readonly hosts: readonly WalkedHost[];
  /** Nothing is there: the target has no address, no mail host, no record. */
  readonly isVoid: boolean;
  /** Why it was not followed. */
  readonly unknown?: 'client' | 'malformed' | 'cycle' | 'bound' | 'after-all';
  /** Of a look-up that failed. */
  readonly error?: string;
  readonly record?: Walked;
}

export interface WalkedHost {
  readonly name: Name;
  readonly addresses: readonly Uint8Array[];
}

export interface WalkPorts {
  readonly dns: SpfDns;
  readonly signal?: AbortSignal;
}

/** Far more than any check may use, and few enough for a hostile record. */
const MAX_RECORDS = 100;
const MAX_QUERIES = 1000;

export function walkDomain(name: Name, ports: WalkPorts): Promise<Walked> {
  return new Walk(ports).record(name, []);
}

class Walk {
  private readonly ports: WalkPorts;
  private lookups = 0;
  private voids = 0;
  private records = 0;
  private queries = 0;

  constructor(ports: WalkPorts) {
    this.ports = ports;
  }

  async record(name: Name, path: readonly Name[]): Promise<Walked> {
    return this.found(await findRecord(name, this.ports.dns, this.ports.signal), name, path);
  }

  private async found(found: FoundRecord, domain: Name, path: readonly Name[]): Promise<Walked> {
    this.records += 1;
    const [lookups, voids] = [this.lookups, this.voids];
    const terms: WalkedTerm[] = [];
    if (found.kind === 'record') {
      const { directives, redirect, exp } = found.record;
      const all = directives.findIndex(({ mechanism }) => mechanism.kind === 'all');
      for (const [index, directive] of directives.entries())
        terms.push(all >= 0 && index > all ? unreached(directive) : await this.term(directive, domain, path));
      if (redirect !== undefined) terms.push(all >= 0 ? unreached(redirect) : await this.term(redirect, domain, path));
      if (exp !== undefined) terms.push({ term: exp, hosts: [], isVoid: false });
      terms.push(...found.record.terms.filter(({ kind }) => kind === 'unknown').map(plain));
    }
    return { domain, found, terms, lookups: this.lookups - lookups, voids: this.voids - voids };
  }

  private async term(term: Term, domain: Name, path: readonly Name[]): Promise<WalkedTerm> {
    const counts = term.kind === 'redirect' || (term.kind === 'directive' && asksDns(term.mechanism.kind));
    if (!counts) return plain(term);
    this.lookups += 1;
    const { lookups } = this;
    const looked = await this.look(term, domain, path);
    if (looked.isVoid) this.voids += 1;
    return { term, hosts: [], ...looked, lookups };
  }

  private async look(term: Term, domain: Name, path: readonly Name[]): Promise<Looked> {
    const spec = specOf(term);
    const text = spec === undefined ? domain : knownText(spec, domain, path[0] ?? domain);
    if (text === undefined || isPtr(term)) return { isVoid: false, unknown: 'client' };
    const target = targetName(text);
    if (target === undefined) return { isVoid: false, unknown: 'malformed' };
    if (this.queries >= MAX_QUERIES) return { isVoid: false, target, unknown: 'bound' };
    return { target, ...(await this.lookAt(term, target, [...path, domain])) };
  }

  private lookAt(term: Term, target: Name, path: readonly Name[]): Promise<Looked> {
    if (term.kind !== 'directive') return this.follow(target, path);
    switch (term.mechanism.kind) {
      case 'include':
        return this.follow(target, path);
      case 'mx':
        return this.mailHosts(target);
      case 'exists':
        return this.exists(target);
      default:
        return this.host(target);
    }
  }

  private async follow(target: Name, path: readonly Name[]): Promise<Looked> {
    if (path.includes(target)) return { isVoid: false, unknown: 'cycle' };
    if (this.records >= MAX_RECORDS) return { isVoid: false, unknown: 'bound' };
    const record = await this.record(target, path);
    return { isVoid: record.found.kind === 'none' && record.found.isVoid, record };
  }

  private async host(name: Name): Promise<Looked> {
    const host = await this.addresses(name);
    return { ...host, isVoid: host.error === undefined && host.hosts[0]!.addresses.length === 0 };
  }

  private async exists(name: Name): Promise<Looked> {
    const asked = await this.ask(name, RR.A);
    return asked.error === undefined ? { isVoid: asked.rdatas.length === 0 } : { isVoid: false, error: asked.error };
  }

  private async mailHosts(name: Name): Promise<Looked> {
    const asked = await this.ask(name, RR.MX);
    if (asked.error !== undefined) return { isVoid: false, error: asked.error };
    const names = asked.rdatas.flatMap((rdata) => {
      const value = mxRdata.decode(rdata);
      return value.ok && value.value.exchange !== '' ? [value.value] : [];
    });
    const sorted = names.sort((x, y) => x.preference - y.preference).map(({ exchange }) => exchange);
    const hosts = await Promise.all(sorted.map((each) => this.addresses(each)));
    const error = hosts.find((host) => host.error !== undefined)?.error;
    return {
      isVoid: asked.rdatas.length === 0,
      hosts: hosts.flatMap((host) => host.hosts),
      ...(error !== undefined && { error }),
    };
  }

  /** Of both families, since senders have either. */
  private async addresses(name: Name): Promise<{ hosts: readonly WalkedHost[]; error?: string }> {
    const [four, six] = await Promise.all([this.ask(name, RR.A), this.ask(name, RR.AAAA)]);
    const error = four.error ?? six.error;
    const hosts = [{ name, addresses: [...four.rdatas, ...six.rdatas] }];
    return { hosts, ...(error !== undefined && { error }) };
  }

  private async ask(name: Name, type: number): Promise<{ rdatas: readonly Uint8Array[]; error?: string }> {
    this.queries += 1;
    const { dns, signal } = this.ports;
    const asked = await dns.lookup(name, type, signal && { signal });
    if (!asked.ok) return { rdatas: [], error: asked.error.message };
    if (asked.value.status === 'bogus') return { rdatas: [], error: `DNSSEC proves the answer for ${name} wrong` };
    return { rdatas: asked.value.records.map(({ rdata }) => rdata) };
  }
}

type Looked = Pick<WalkedTerm, 'isVoid'> & Partial<Omit<WalkedTerm, 'term' | 'lookups' | 'isVoid'>>;

const plain = (term: Term): WalkedTerm => ({ term, hosts: [], isVoid: false });
const unreached = (term: Term): WalkedTerm => ({ term, hosts: [], isVoid: false, unknown: 'after-all' });
const isPtr = (term: Term): boolean => term.kind === 'directive' && term.mechanism.kind === 'ptr';

export function specOf(term: Term): MacroString | undefined {
  if (term.kind !== 'directive') return term.value;
  return 'domain' in term.mechanism ? term.mechanism.domain : undefined;
}
