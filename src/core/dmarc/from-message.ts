/** What a message itself says: its author domains, what its DKIM signatures come to, and SPF for who sent it. */
import { type Clock, type Failure, ok, type Result } from '../../base/index.ts';
import { createKeyLookup, verifyDkim } from '../dkim/index.ts';
import { createMessageReader, type Field, fieldsNamed } from '../message/index.ts';
import { checkHost, type SpfPorts, type SpfQuestion } from '../spf/index.ts';
import { type Authors, domainOf, readAuthors } from './author.ts';
import type { Identifier } from './evaluate.ts';

export interface Authenticated {
  readonly authors: Authors;
  readonly identifiers: readonly Identifier[];
}

type Parts = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** @param client  who sent it, for SPF; without it SPF is not asked */
export async function authenticateMessage(
  message: Parts,
  client: SpfQuestion | undefined,
  ports: SpfPorts & { readonly clock: Clock },
): Promise<Result<Authenticated, Failure>> {
  const { dns, signal, clock } = ports;
  const header = new HeaderKeeper();
  const asked = client === undefined ? undefined : checkHost(client, ports);
  const resolver = { lookup: dns.lookup.bind(dns), close: async () => {} };
  const lookUp = createKeyLookup(resolver, signal === undefined ? {} : { signal });
  const verified = await verifyDkim(header.watch(message), { lookUp, clock });
  const spf = await asked;
  if (!verified.ok) return verified;
  const signatures = verified.value.verdicts.map(({ result, domain = '' }) => ({
    mechanism: 'dkim' as const,
    result,
    domain,
  }));
  const all = [
    ...(spf === undefined ? [] : [{ mechanism: 'spf' as const, result: spf.result, domain: spf.domain }]),
    ...signatures,
  ];
  return ok({ authors: authorsOf(header.fields), identifiers: all.flatMap(withName) });
}

/** One whose domain cannot be a name vouches for nobody. */
function withName(one: Identifier): readonly Identifier[] {
  const domain = domainOf(one.domain);
  return domain === undefined ? [] : [{ ...one, domain }];
}

/** Of every From field: more than one is as bad as several authors in one (RFC 9989 §5.3.1, RFC 7489 §6.6.1). */
function authorsOf(fields: readonly Field[]): Authors {
  const read = fieldsNamed(fields, 'from').map(({ text, valueAt }) =>
    readAuthors(Buffer.from(text.slice(valueAt), 'latin1').toString('utf8').replace(/\r\n/g, '')),
  );
  return {
    domains: [...new Set(read.flatMap(({ domains }) => domains))],
    unreadable: read.flatMap(({ unreadable }) => unreadable),
  };
}

/** Keeps the header of a message that goes by to somebody else, and nothing of its body. */
class HeaderKeeper {
  fields: readonly Field[] = [];
  private isDone = false;

  async *watch(message: Parts): AsyncGenerator<Uint8Array> {
    const reader = createMessageReader('lenient', {
      header: (fields) => {
        this.fields = fields;
        this.isDone = true;
      },
      body: () => {},
    });
    for await (const part of message) {
      if (!this.isDone) reader.push(part); // what is wrong with it is told by who verifies
      yield part;
    }
    if (!this.isDone) reader.end();
  }
}
