/** Addresses routed under test: routers as text, the DNS as a literal, and what `exim -bt` would print. */
import { err, ok, seededRandom } from '../../src/base/index.ts';
import { createAddressTests, type TestQuestion } from '../../src/mta/address-test/index.ts';
import { readConfiguration } from '../../src/mta/config/index.ts';
import { listRoute, listVerified, type RouteData } from '../../src/mta/route/index.ts';
import { type SpfZone, spfDns } from './spf-dns.ts';

const MAIN = 'primary_hostname = mail.example.com\nqualify_domain = example.com\nlocal_interfaces = 127.0.0.1\n';
const TRANSPORTS =
  'begin transports\nloc:\n driver = appendfile\nsmtp:\n driver = smtp\nfiles:\n driver = appendfile\npipes:\n driver = pipe\n';

export interface Routing {
  /** Of the main section. */
  readonly main?: string;
  readonly routers: string;
  readonly dns?: SpfZone;
  readonly log?: string[];
  readonly ask?: (query: string) => string | undefined;
}

export interface Tried {
  readonly data: RouteData;
  readonly text: string;
  readonly status: number;
}

/** Tests of a configuration as text; a mistake in it throws. */
export function addressTests(text: string, log: string[] = []) {
  const read = readConfiguration({ text });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  return createAddressTests({
    configuration: read.value,
    resolver: () => err({ message: 'there is no DNS here' }),
    log: (line) => void log.push(line),
  });
}

export async function route(
  { main = '', routers, dns = {}, log = [], ask }: Routing,
  address: string,
  question: Omit<TestQuestion, 'address'> = {},
): Promise<Tried> {
  const read = readConfiguration({ text: `${MAIN}${main}\nbegin routers\n${routers}\n${TRANSPORTS}` });
  if (!read.ok) throw new Error(read.error.map(({ message }) => message).join('\n'));
  const tests = createAddressTests({
    configuration: read.value,
    random: seededRandom(7),
    resolver: () => ok({ ...spfDns(dns), close: async () => {} }),
    log: (line, to) => void log.push(to.includes('main') ? line : `${to.join(' ')}: ${line}`),
    ...(ask !== undefined && { ask: ({ query }) => ask(query) }),
  });
  const data = await tests.run({ address, sender: 'sender@example.net', ...question });
  await tests.close();
  if (!data.ok) throw new Error(data.error);
  const isShort = question.as !== undefined && question.full !== true;
  const { text, status } = isShort ? listVerified(data.value) : listRoute(data.value, new Set());
  return { data: data.value, text, status };
}

/** The text alone, the end of the last line left out. */
export const bt = async (routing: Routing | string, address: string): Promise<string> =>
  (await route(typeof routing === 'string' ? { routers: routing } : routing, address)).text.replace(/\n$/, '');
