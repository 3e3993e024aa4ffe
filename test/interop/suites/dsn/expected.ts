/** What each mailer says of each way of failing. Their differences stand side by side. */
import type { BounceKind } from '../../../../src/core/bounce/index.ts';

interface Own {
  readonly action: string;
  readonly status: string;
  readonly code?: number;
  readonly host?: string;
  readonly returned: 'message' | 'headers' | 'none';
}

export interface Expected {
  readonly name: string;
  /** Original-Envelope-Id. */
  readonly envid: string;
  readonly address: string;
  readonly bounce: BounceKind;
  /** By mailer. */
  readonly of: Readonly<Record<string, Own>>;
}

const failed = (status: string, returned: Own['returned'], said: Pick<Own, 'code' | 'host'> = {}): Own => ({
  action: 'failed',
  status,
  returned,
  ...said,
});
const said = (code: number): Pick<Own, 'code' | 'host'> => ({ code, host: '127.0.0.1' });

/**
 * Exim 4.96 gives every failure 5.0.0, has one delay for all, and keeps ORCPT only where NOTIFY is given beside it; what it
 * keeps it writes in xtext as it came, which is read back. To Exim what it passed to a server without DSN is delivered.
 */
export const EXPECTED: readonly Expected[] = [
  {
    name: 'unknown user',
    envid: 'unknown+1',
    address: 'No.Body+x@local.invalid',
    bounce: 'hard',
    of: { Exim: failed('5.0.0', 'message'), Postfix: failed('5.1.1', 'message') },
  },
  {
    name: 'no such domain',
    envid: 'nowhere',
    address: 'bob@nowhere.invalid',
    bounce: 'hard',
    of: { Exim: failed('5.0.0', 'headers'), Postfix: failed('5.1.2', 'headers') },
  },
  {
    name: 'refused at MAIL',
    envid: 'mail',
    address: 'bob@mail.invalid',
    bounce: 'hard',
    of: { Exim: failed('5.0.0', 'message', said(554)), Postfix: failed('5.7.1', 'message', said(554)) },
  },
  {
    name: 'refused at RCPT',
    envid: 'rcpt',
    address: 'Bob@rcpt.invalid',
    bounce: 'hard',
    of: { Exim: failed('5.0.0', 'headers', said(550)), Postfix: failed('5.1.1', 'headers', said(550)) },
  },
  {
    name: 'refused at DATA',
    envid: 'data',
    address: 'bob@data.invalid',
    bounce: 'hard',
    of: { Exim: failed('5.0.0', 'message', said(554)), Postfix: failed('5.5.1', 'message', said(554)) },
  },
  {
    name: 'refused after the data',
    envid: 'body',
    address: 'bob@body.invalid',
    bounce: 'soft',
    of: { Exim: failed('5.0.0', 'message', said(552)), Postfix: failed('5.2.2', 'message', said(552)) },
  },
  {
    name: 'late',
    envid: 'later',
    address: 'Bob@later.invalid',
    bounce: 'delayed',
    of: {
      Exim: { action: 'delayed', status: '4.0.0', returned: 'headers', ...said(450) },
      Postfix: { action: 'delayed', status: '4.2.0', returned: 'headers', ...said(450) },
    },
  },
  {
    name: 'relayed to one without DSN',
    envid: 'plain',
    address: 'Bob@plain.invalid',
    bounce: 'unknown',
    of: {
      Exim: { action: 'delivered', status: '2.0.0', returned: 'headers', ...said(250) },
      Postfix: { action: 'relayed', status: '2.0.0', returned: 'headers', ...said(250) },
    },
  },
  {
    name: 'delivered',
    envid: 'local',
    address: 'Carol@local.invalid',
    bounce: 'unknown',
    of: {
      Exim: { action: 'delivered', status: '2.0.0', returned: 'headers' },
      Postfix: { action: 'delivered', status: '2.0.0', returned: 'headers' },
    },
  },
];
