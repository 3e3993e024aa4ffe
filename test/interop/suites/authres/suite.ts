/** Authentication-Results: what we write is read by python3-authres, which keeps to the grammar; what mailauth writes, by us. */
import { authenticate } from 'mailauth';
import {
  formatAuthenticationResults,
  type MethodResult,
  parseAuthenticationResults,
} from '../../../../src/core/authres/index.ts';
import { chainOf } from '../../../support/arc.ts';
import { RSA_RECORD, signed } from '../../../support/dkim.ts';
import { mustRun } from '../../framework/command.ts';
import type { Context, Suite } from '../../framework/types.ts';
import { programs } from '../../peers/programs.ts';
import { MESSAGES } from '../dkim/messages.ts';

export const suite: Suite = {
  name: 'authres',
  proves:
    'python3-authres reads the Authentication-Results that we write, and we read those of mailauth, to the same end',
  run,
};

async function run(context: Context): Promise<void> {
  await ourFields(context);
  await fieldsOfMailauth(context);
}

/** Addresses and domains as clients choose them. */
const VALUES = [
  'example.org',
  'joe@example.org',
  'joe+tag=x/y@example.org',
  '"joe sixpack"@example.org',
  'no quotes, and spaces@example.org',
  '2001:db8::1',
  '[192.0.2.1]',
  'x; dkim=pass header.d=bank.example',
  '<joe@example.org>',
  '',
  `${'long '.repeat(40)}@example.org`,
];
const RESULTS = ['none', 'pass', 'fail', 'softfail', 'neutral', 'policy', 'temperror', 'permerror'];
const REASONS = [
  undefined,
  'good',
  'two words',
  `a sentence of ${'many '.repeat(30)}words`,
  'with (parentheses); and = signs',
];

const PYTHON = `
import json, sys, authres
for line in sys.stdin:
    try:
        read = authres.AuthenticationResultsHeader.parse(json.loads(line))
        told = [[one.method, one.result, one.reason, [[p.type, p.name, p.value] for p in one.properties]] for one in read.results]
        print(json.dumps([read.authserv_id, told]), flush=True)
    except Exception as error:
        print(json.dumps(repr(error)), flush=True)
`;

async function ourFields(context: Context): Promise<void> {
  const cases = VALUES.flatMap((value, v) =>
    RESULTS.map((result, r): MethodResult => {
      const reason = REASONS[(v + r) % REASONS.length];
      const comment = (v + r) % 3 === 0 ? { comment: 'as (it) was' } : {};
      const properties = [{ type: 'smtp', name: 'mailfrom', value }];
      return { method: 'spf', result, ...(reason !== undefined && { reason }), ...comment, properties };
    }),
  );
  const fields = cases.map((one) =>
    formatAuthenticationResults({ authservId: 'mx.example.org', version: 1, results: [one, one] }),
  );
  const out = await mustRun(programs.python, ['-c', PYTHON], {
    input: `${fields.map((one) => JSON.stringify(unfolded(one))).join('\n')}\n`,
  });
  const read = out.trimEnd().split('\n');
  for (const [i, { method, result, reason, properties }] of cases.entries())
    await context.test(`ours, ${result}, ${properties[0]!.value.slice(0, 30)}`, () => {
      const one = [method, result, reason ?? null, properties.map(({ type, name, value }) => [type, name, value])];
      expectSame(
        JSON.stringify(JSON.parse(read[i] ?? 'null')),
        JSON.stringify(['mx.example.org', [one, one]]),
        fields[i]!,
      );
    });
  context.note(`${cases.length} fields of ours`);
}

/** RFC 5322 §2.2.3: what reads a field is given it unfolded. */
const unfolded = (field: string): string => field.replace(/\r\n(?=[ \t])/g, '');

async function fieldsOfMailauth(context: Context): Promise<void> {
  const resolver = async (name: string, type: string): Promise<unknown> => {
    if (type === 'TXT' && name.endsWith('._domainkey.example.org')) return [[RSA_RECORD]];
    if (type === 'TXT' && /^s1\._domainkey\.relay\d\.example$/.test(name)) return [[RSA_RECORD]];
    if (type === 'TXT' && name === 'example.org') return [['v=spf1 ip4:192.0.2.1 -all']];
    if (type === 'TXT' && name === '_dmarc.example.org') return [['v=DMARC1; p=reject']];
    throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  };
  for (const [name, text] of Object.entries(MESSAGES))
    for (const [kind, message] of [
      ['bare', text],
      ['signed', await signed(text)],
      ['sealed', chainOf(2, {}, text)],
    ] as const)
      await context.test(`mailauth, ${name}, ${kind}`, async () => {
        const options = {
          ip: '192.0.2.1',
          helo: 'mx.example.org',
          sender: 'joe@example.org',
          mta: 'mx.example.net',
          resolver,
        };
        const said = await authenticate(Buffer.from(message, 'latin1'), options as never);
        const field = /^Authentication-Results:([\s\S]*?)\r?\n(?![ \t])/m.exec(`${said.headers}\r\n`)?.[1] ?? '';
        const read = parseAuthenticationResults(field);
        if (!read.ok) throw new Error(`${read.error.detail} in ${field}`);
        const told = read.value.results.map(({ method, result }) => `${method}=${result}`).join(' ');
        const strict = read.value.leniencies.map(({ detail }) => detail).join('; ');
        expectSame(`${told} ${strict}`.trim(), theirWords(said), field);
      });
}

/** The results that mailauth has beside the field it writes of them. */
function theirWords(said: Awaited<ReturnType<typeof authenticate>>): string {
  const dkim = said.dkim.results.map((one) => `dkim=${one.status.result}`);
  const others = [
    ['spf', said.spf],
    ['arc', said.arc],
    ['dmarc', said.dmarc],
    ['bimi', said.bimi],
  ] as const;
  const words = others.flatMap(([method, one]) => (hasField(one) ? [`${method}=${one.status.result}`] : []));
  return [...dkim, ...words].join(' ');
}

const hasField = (one: unknown): one is { readonly status: { readonly result: string } } =>
  typeof one === 'object' && one !== null && 'info' in one && one.info !== undefined;

function expectSame(said: string, wanted: string, field: string): void {
  if (said !== wanted) throw new Error(`said "${said}" instead of "${wanted}" of ${field}`);
}
