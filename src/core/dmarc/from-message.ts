/**
 * What a message itself says: its author domains, and what SPF and DKIM come to, checked here or as a service that is
 * believed wrote it into the header.
 */
import { type Clock, err, type Failure, ok, type Result } from '../../base/index.ts';
import { authservIds, type MethodResult, trustedResults } from '../authres/index.ts';
import { createKeyLookup, dkimMethodResults, verifyDkim } from '../dkim/index.ts';
import { createMessageReader, type Field, fieldsNamed, readHeader } from '../message/index.ts';
import { checkHost, type SpfPorts, type SpfQuestion, spfMethodResult } from '../spf/index.ts';
import { type Authors, domainOf, readAuthors } from './author.ts';
import type { Identifier } from './evaluate.ts';
import { identifiersIn } from './method-results.ts';

export interface Authenticated {
  readonly authors: Authors;
  readonly identifiers: readonly Identifier[];
  /** The same with what else is known of it, for Authentication-Results. */
  readonly methods: readonly MethodResult[];
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
  const methods = [...(spf === undefined ? [] : [spfMethodResult(spf)]), ...dkimMethodResults(verified.value)];
  return ok({ authors: authorsOf(header.fields), identifiers: all.flatMap(withName), methods });
}

/** @param authservId  whose Authentication-Results are believed, as far as nobody else can have written them (RFC 8601 §5) */
export async function believeResults(message: Parts, authservId: string): Promise<Result<Authenticated, Failure>> {
  const header = await readHeader(message);
  if (!header.ok) return header;
  const said = trustedResults(header.value, authservId);
  if (said === undefined) return err(noWord(header.value, authservId));
  const methods = said.filter(({ method }) => method === 'spf' || method === 'dkim');
  return ok({ authors: authorsOf(header.value), identifiers: identifiersIn(methods), methods });
}

function noWord(header: readonly Field[], authservId: string): Failure {
  const ids = authservIds(header);
  const there = ids.length === 0 ? 'it has none' : `those there are of ${ids.slice(0, 10).join(', ')}`;
  return {
    code: 'dmarc/no-results',
    message: `the message has no Authentication-Results of ${authservId} that can be believed: ${there}`,
    hint: 'give the authserv-id that your servers write, or leave it out and let SPF and DKIM be checked here',
    fault: 'peer',
    temporary: false,
  };
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
