/** What is said of a conversation that began with a header. */
import { row, spec } from './define.ts';

export const taken = row(
  'send.taken',
  'ok',
  'The server went on behind the header',
  'It answered EHLO well, so that the header was accepted, or was not looked at.',
  spec('2'),
);

export const built = row('send.built', 'ok', 'The header was built and not sent', 'Nothing was dialled.', spec('2'));

export const notTaken = row(
  'send.not-taken',
  'error',
  'The server did not go on behind the header',
  'It refused, or closed the connection before EHLO was answered: it does not take headers from this address, does not take this ' +
    'one, or expects none and took the header for commands.',
  spec('2'),
  'mxray proxy battery tells which; the log of the server may say more.',
);

export const silent = row(
  'send.silent',
  'unknown',
  'The server did not answer in time',
  'It may be waiting for more, be slow, or not speak SMTP.',
  spec('2'),
  'Raise --timeout.',
);

export const shownOther = row(
  'send.shown-other',
  'warn',
  'The server shows another client than the header names',
  'The address in the reply to EHLO is not the source of the header: it may be ignored, or replaced by that of the connection.',
  spec('2'),
);

export const brokenOff = row(
  'send.broken-off',
  'error',
  'The conversation did not come to its end',
  'The header was accepted, and something behind it was not: TLS, the sender, a recipient or the message.',
  ['RFC 5321 §4.2'],
);

export const sendFindings = [taken, built, notTaken, silent, shownOther, brokenOff];
