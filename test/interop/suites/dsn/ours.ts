/** What we write, as others read it. */
import {
  type Action,
  craftDsn,
  type DsnSpec,
  dsnLanguages,
  parseDsn,
  type SpecRecipient,
} from '../../../../src/core/dsn/index.ts';
import { spec } from '../../../support/dsn-specs.ts';
import { crlf, ORIGINAL } from '../../../support/reports-of-delivery.ts';
import type { Context } from '../../framework/types.ts';
import { type PythonReading, readWithPython, readWithSisimai, type SisimaiReading } from './readers.ts';

interface Case {
  readonly name: string;
  readonly spec: DsnSpec;
  readonly octets: Uint8Array;
}

export async function readOurs(context: Context): Promise<void> {
  const cases = createCases(context.full);
  const octets = cases.map((one) => one.octets);
  const [python, sisimai] = await Promise.all([readWithPython(octets), readWithSisimai(octets)]);
  for (const [i, one] of cases.entries()) {
    await context.test(`ours, ${one.name}: ours`, () => expectOurs(one));
    await context.test(`ours, ${one.name}: Python's email`, () => expectPython(one, python[i]!));
    await context.test(`ours, ${one.name}: flufl.bounce`, () => expectFlufl(one, python[i]!));
    await context.test(`ours, ${one.name}: Sisimai`, () => expectSisimai(one, sisimai[i]!));
  }
  context.note(`${cases.length} reports of ours read by four readers`);
}

const STATUS: Readonly<Record<Action, readonly string[]>> = {
  failed: ['5.1.1', '5.2.2', '5.7.1', '4.4.7'],
  delayed: ['4.4.1', '4.2.2'],
  delivered: ['2.0.0'],
  relayed: ['2.1.9'],
  expanded: ['2.0.0'],
};

function createCases(isFull: boolean): readonly Case[] {
  const languages = isFull ? dsnLanguages : dsnLanguages.slice(0, 2);
  const rets = isFull ? (['full', 'headers', 'none'] as const) : (['full', 'headers'] as const);
  const of = (name: string, parts: Partial<DsnSpec>): Case => {
    const made = spec({
      arrival: new Date('2026-11-25T09:00:00Z'),
      envelopeId: 'QQ314',
      original: crlf(ORIGINAL),
      ...parts,
    });
    const crafted = craftDsn(made);
    if (!crafted.ok) throw new Error(crafted.error.message);
    return { name, spec: made, octets: crafted.value.octets };
  };
  const single = (Object.keys(STATUS) as Action[]).flatMap((action) =>
    STATUS[action].flatMap((status) =>
      languages.flatMap((language) =>
        rets.map((ret) =>
          of(`${action} ${status} ${language.tag} ${ret}`, { language, ret, recipients: [recipient(action, status)] }),
        ),
      ),
    ),
  );
  const several = of('two that failed', {
    recipients: [recipient('failed', '5.1.1'), { ...recipient('failed', '5.2.2'), address: 'eve@example.net' }],
  });
  return [...single, several];
}

function recipient(action: Action, status: string): SpecRecipient {
  const code = status.startsWith('5') ? 550 : status.startsWith('4') ? 450 : 250;
  const said =
    action === 'failed' || action === 'delayed'
      ? 'no such user or so it seems, said at some length to be folded'
      : 'ok';
  return {
    address: 'bob@example.net',
    action,
    status,
    remoteMta: 'mx.example.net',
    diagnostic: `${code} ${status} ${said}`,
    lastAttempt: new Date('2026-11-25T09:30:00Z'),
    ...(action === 'delayed' && { willRetryUntil: new Date('2026-11-30T09:00:00Z') }),
  };
}

const isBad = ({ action }: SpecRecipient): boolean => action === 'failed';

function expectOurs({ octets, spec: meant }: Case): void {
  const read = parseDsn(octets);
  if (!read.ok) throw new Error(read.error.message);
  same(read.value.faults, []);
  same(
    read.value.recipients.map(({ address, action, status, diagnostic }) => [
      address,
      action,
      status,
      diagnostic?.value,
    ]),
    meant.recipients.map(({ address, action, status, diagnostic }) => [address, action, status, diagnostic]),
  );
}

/** Every field of every group, and no defect. */
function expectPython({ spec: meant }: Case, read: PythonReading): void {
  same(read.defects, []);
  same(read.types.slice(0, 2), ['text/plain', 'message/delivery-status']);
  const [first, ...groups] = read.groups;
  same(Object.fromEntries(first ?? []), {
    'Original-Envelope-Id': 'QQ314',
    'Reporting-MTA': 'dns; mx.example.org',
    'Arrival-Date': 'Wed, 25 Nov 2026 09:00:00 +0000',
  });
  same(
    groups.map((group) => Object.fromEntries(group)),
    meant.recipients.map((one) => ({
      'Final-Recipient': `rfc822; ${one.address}`,
      Action: one.action,
      Status: one.status,
      'Remote-MTA': `dns; ${one.remoteMta}`,
      'Diagnostic-Code': `smtp; ${one.diagnostic}`,
      'Last-Attempt-Date': 'Wed, 25 Nov 2026 09:30:00 +0000',
      ...(one.willRetryUntil !== undefined && { 'Will-Retry-Until': 'Mon, 30 Nov 2026 09:00:00 +0000' }),
    })),
  );
}

function expectFlufl({ spec: meant }: Case, read: PythonReading): void {
  const named = (wanted: (one: SpecRecipient) => boolean): readonly string[] =>
    meant.recipients
      .filter(wanted)
      .map(({ address }) => address)
      .sort();
  same(read.permanent, named(isBad));
  same(
    read.temporary,
    named(({ action }) => action === 'delayed'),
  );
}

function expectSisimai({ spec: meant }: Case, read: readonly SisimaiReading[]): void {
  same(
    read.map(({ address, status }) => `${address} ${status}`),
    meant.recipients.map(({ address, status }) => `${address} ${status}`),
  );
  for (const [i, one] of read.entries()) {
    const { action, remoteMta, diagnostic = '' } = meant.recipients[i]!;
    same(one.action, action);
    same(one.host, remoteMta);
    same(diagnostic.includes(one.code), true);
  }
}

function same(said: unknown, wanted: unknown): void {
  const [a, b] = [JSON.stringify(said), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`said ${a} instead of ${b}`);
}
