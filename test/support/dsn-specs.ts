import { type DsnSpec, dsnLanguages } from '../../src/core/dsn/index.ts';

/** A failure of one recipient; what differs is given. */
export const spec = (parts: Partial<DsnSpec> = {}): DsnSpec => ({
  to: 'alice@example.org',
  from: 'Mail Delivery System <MAILER-DAEMON@mx.example.org>',
  reportingMta: 'mx.example.org',
  recipients: [{ address: 'bob@example.net', action: 'failed', status: '5.1.1' }],
  maxOriginalOctets: 100_000,
  language: dsnLanguages[0]!,
  isSevenBit: false,
  date: new Date('2026-11-25T10:00:00Z'),
  messageId: '<r1@mx.example.org>',
  boundary: '=_b1',
  ...parts,
});
