/** Lists asked by expansions: the engine of match over the named lists of a configuration and the host's own addresses. */
import {
  after,
  deferred,
  type ExpansionHost,
  expand,
  type Failure,
  failed,
  isFailure,
  type Later,
  type ListKind,
  type ListMatch,
  type ListPort,
  type LookupPort,
  parseExpansion,
  type Text,
} from '../expand/index.ts';
import { type ListNote, type MatchHost, matchList, type NamesPort } from '../match/index.ts';
import type { ListMemory, ScopeOf } from './list-memory.ts';
import { readFileText } from './system/files.ts';

/** What all lists of one configuration share. */
export interface SharedLists {
  readonly named: (name: string, kind?: ListKind) => string | undefined;
  /** The host's own. */
  readonly localAddresses: () => readonly string[];
  readonly memory: ListMemory;
}

/** Who asks. */
export interface Asker {
  /** Who expands a named list, and knows our own name. */
  readonly host: () => ExpansionHost;
  readonly lookups: LookupPort;
  readonly names: NamesPort;
  readonly view: ListView;
}

export interface ListView {
  /** What lists with `_cache` are asked about. */
  readonly scopeOf?: ScopeOf;
  /** Told of what lists of hosts come across. */
  readonly note?: (note: ListNote) => void;
}

/** One is made for every connection and every message. */
export class Lists implements ListPort {
  private readonly asked: AskedHost;

  constructor(shared: SharedLists, asker: Asker) {
    this.asked = new AskedHost(shared, asker);
  }

  match(kind: ListKind, subject: Text, list: Text, hostName?: string): Later<ListMatch | Failure> {
    return matchList({ kind, subject, host: this.asked, hostName }, list);
  }

  named(name: string, kind?: ListKind): string | undefined {
    return this.asked.shared.named(name, kind);
  }
}

const keepsAnswers = (view: ListView): view is ListView & { readonly scopeOf: ScopeOf } => view.scopeOf !== undefined;

class AskedHost implements MatchHost {
  readonly shared: SharedLists;
  private readonly asker: Asker;

  constructor(shared: SharedLists, asker: Asker) {
    this.shared = shared;
    this.asker = asker;
  }

  get primaryHostname(): string {
    return primaryHostname(this.asker.host());
  }

  get lookups(): LookupPort {
    return this.asker.lookups;
  }

  get names(): NamesPort {
    return this.asker.names;
  }

  localAddresses(): readonly string[] {
    return this.shared.localAddresses();
  }

  named(name: string, kind?: ListKind): ReturnType<MatchHost['named']> {
    const text = this.shared.named(name, kind);
    return text === undefined ? undefined : expandNamed(text, this.asker.host);
  }

  memory(kind: ListKind, name: string): ReturnType<NonNullable<MatchHost['memory']>> {
    const { view } = this.asker;
    return keepsAnswers(view) ? this.shared.memory(view, kind, name) : undefined;
  }

  note(note: ListNote): void {
    this.asker.view.note?.(note);
  }

  readItems(path: string, kind: ListKind): readonly string[] | Failure {
    const content = readFileText(path);
    if (isFailure(content)) return failed(content.message);
    return content.text
      .split('\n')
      .map((line) => withoutComment(line, kind))
      .filter((line) => line !== '');
  }
}

/** A named list is expanded where it is used; where that is forced to fail, nothing is in it. */
function expandNamed(text: string, host: () => ExpansionHost): Later<string | Text | Failure> {
  if (!text.includes('$') && !text.includes('\\')) return text;
  return after(expand(parseExpansion(text), host()), (outcome) => {
    if (outcome.kind === 'text') return outcome;
    if (outcome.kind === 'forced-fail') return '';
    return deferred(`failed to expand "${text}" while checking a list: ${outcome.message}`);
  });
}

function primaryHostname(host: ExpansionHost): string {
  const name = host.variable('primary_hostname');
  if (typeof name === 'string') return name;
  return name === undefined || name instanceof Promise ? '' : name.text;
}

/** A `#` begins a comment anywhere; in lists of addresses and local parts at the start of a line, or behind white space. */
const withoutComment = (line: string, kind: ListKind): string =>
  line.replace(kind === 'address' || kind === 'local-part' ? /(?:^|\s)#.*$/ : /#.*$/, '').trim();
