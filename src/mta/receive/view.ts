/** What expansions see from where a session stands. One is made for every connection, and most of them only wait. */
import {
  type AclPort,
  after,
  type HeaderForm,
  type HeaderPort,
  type Later,
  type ListKind,
  type Outcome,
  type Text,
} from '../expand/index.ts';
import { type Facts, type IncomingMessage, readFact, setOfConnection } from '../facts/index.ts';
import { createHeaders, type HeaderField, type View } from '../host/index.ts';
import { entry, MAIN_AND_PANIC } from '../log/index.ts';
import type { ListNote } from '../match/index.ts';
import { checksText } from './checks/authres.ts';
import type { Checked } from './checks/results.ts';
import { ClientNames, logListNote, type NameAsker } from './client-name.ts';
import type { Shared } from './shared.ts';

/** A session, as far as expansions look at it. */
export interface Seen extends NameAsker, Checked {
  readonly facts: Facts;
  readonly message: IncomingMessage | undefined;
  readonly scopes: { readonly connection: object };
  readonly shared: NameAsker['shared'] & Pick<Shared, 'base' | 'options'>;
}

export class SessionView implements View {
  readonly headers: HeaderPort;
  readonly names: ClientNames;
  readonly acls: AclPort;
  private readonly session: Seen;

  constructor(session: Seen, acls: AclPort) {
    this.acls = acls;
    this.session = session;
    this.headers = new MessageHeaders(session);
    this.names = new ClientNames(session);
  }

  readonly variable = (name: string): Later<string | Text | undefined> => {
    const { facts, shared } = this.session;
    const known = readFact(facts, name);
    return known === undefined ? shared.base.read(name) : after(known, (value) => value ?? shared.base.read(name));
  };

  readonly checks = (): Later<string> => checksText(this.session);

  set(name: string, value: string): void {
    setOfConnection(this.session.connection, name, value);
  }

  /** What lists that are kept are asked about: hosts, senders, and the address of a RCPT. */
  scopeOf(kind: ListKind): object | undefined {
    const { scopes, facts } = this.session;
    if (kind === 'host') return scopes.connection;
    return kind === 'address' ? facts.message : facts.address;
  }

  trouble(message: string): void {
    this.session.log(entry('trouble', { message }, message, MAIN_AND_PANIC));
  }

  note(note: ListNote): void {
    logListNote(this.session, note);
  }
}

/** Of the message at hand; they are another array whenever something in them has changed. */
class MessageHeaders implements HeaderPort {
  private readonly session: Seen;
  private of: IncomingMessage['headers'] | undefined;
  private port: HeaderPort | undefined;

  constructor(session: Seen) {
    this.session = session;
  }

  has(name: string): boolean {
    return this.current().has(name);
  }

  insert(name: string, form: HeaderForm): Later<Outcome> {
    return this.current().insert(name, form);
  }

  private current(): HeaderPort {
    const headers = this.session.message?.headers ?? NO_HEADERS;
    if (headers !== this.of || this.port === undefined) this.port = createHeaders(fieldsOf(headers), this.charset);
    this.of = headers;
    return this.port;
  }

  private get charset(): string {
    return this.session.shared.options.text('headers_charset') ?? 'UTF-8';
  }
}

const NO_HEADERS: IncomingMessage['headers'] = [];

const fieldsOf = (headers: IncomingMessage['headers']): readonly HeaderField[] =>
  headers
    .filter(({ letter }) => letter !== '*')
    .map(({ text }) => {
      const colon = text.indexOf(':');
      // Blanks before the colon belong to the name: what asks for it by name does not find it, as in Exim.
      return { name: text.slice(0, colon).toLowerCase(), value: text.slice(colon + 1) };
    });
