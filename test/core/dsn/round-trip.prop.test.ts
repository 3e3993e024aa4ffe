import fc from 'fast-check';
import { expect, it } from 'vitest';
import { craftDsn, dsnLanguages, parseDsn, type SpecRecipient } from '../../../src/core/dsn/index.ts';
import { spec } from '../../support/dsn-specs.ts';

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,12}$/);
const host = fc.tuple(name, name).map((labels) => labels.join('.'));
const address = fc
  .tuple(fc.oneof(name, fc.constantFrom('bob+in', 'b=c', '"a b"', 'ö', '東')), host)
  .map(([local, domain]) => `${local}@${domain}`);
const words = fc
  .array(fc.stringMatching(/^[!-~äé]{1,30}$/), { minLength: 1, maxLength: 30 })
  .map((list) => list.join(' '));
const date = fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => new Date(seconds * 1000));
const isUtf8 = (text: string): boolean => /[^\x00-\x7f]/.test(text);

const recipient = fc
  .record(
    {
      address,
      action: fc.constantFrom('failed', 'delayed', 'delivered', 'relayed', 'expanded'),
      detail: fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 30 })),
      original: address,
      diagnostic: words,
      remoteMta: host,
      lastAttempt: date,
      until: date,
      finalLogId: name,
    },
    { requiredKeys: ['address', 'action', 'detail'] },
  )
  .map(({ original, detail, until, diagnostic, ...rest }): SpecRecipient => {
    const first = rest.action === 'failed' ? 5 : rest.action === 'delayed' ? 4 : 2;
    return {
      ...rest,
      status: `${first}.${detail.join('.')}`,
      ...(original !== undefined && {
        originalRecipient: { type: isUtf8(original) ? 'utf-8' : 'rfc822', address: original },
      }),
      ...(diagnostic !== undefined && { diagnostic: `550 ${diagnostic}` }),
      ...(until !== undefined && rest.action === 'delayed' && { willRetryUntil: until }),
    };
  });

const parts = fc.record(
  {
    recipients: fc.array(recipient, { minLength: 1, maxLength: 5 }),
    envelopeId: name,
    arrival: date,
    receivedFromMta: host,
    dsnGateway: host,
    language: fc.constantFrom(...dsnLanguages),
    isSevenBit: fc.boolean(),
  },
  { requiredKeys: ['recipients'] },
);

it('what is written is what was meant, whoever reads it', () => {
  fc.assert(
    fc.property(parts, (given) => {
      const meant = spec(given);
      const made = craftDsn(meant);
      const read = made.ok ? parseDsn(made.value.octets) : made;
      if (!read.ok) throw new Error(read.error.message);
      const { value } = read;
      expect(value.faults).toEqual([]);
      expect(value.originalEnvelopeId).toBe(meant.envelopeId);
      expect(value.arrivalDate).toBe(meant.arrival?.toISOString());
      expect([value.receivedFromMta?.value, value.dsnGateway?.value]).toEqual([
        meant.receivedFromMta,
        meant.dsnGateway,
      ]);
      expect(value.recipients.map(back)).toEqual(meant.recipients.map(plain));
    }),
    { seed: 3464, numRuns: 300 },
  );
});

type Read = Extract<ReturnType<typeof parseDsn>, { ok: true }>['value']['recipients'][number];

const back = (one: Read): unknown => [
  one.originalRecipient?.value,
  one.finalRecipient?.value,
  one.action,
  one.status,
  one.diagnostic?.value,
  one.remoteMta?.value,
  one.lastAttempt,
  one.willRetryUntil,
  one.finalLogId,
];
const plain = (one: SpecRecipient): unknown => [
  one.originalRecipient?.address,
  one.address,
  one.action,
  one.status,
  one.diagnostic,
  one.remoteMta,
  one.lastAttempt?.toISOString(),
  one.willRetryUntil?.toISOString(),
  one.finalLogId,
];
