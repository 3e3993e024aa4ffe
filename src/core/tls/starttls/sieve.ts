/** ManageSieve: STARTTLS (RFC 5804 §2.2); the greeting is the list of capabilities, ended by OK (§1.7). */
import { type LineDialect, lineSession, type Reading } from './line-dialect.ts';
import type { StartTlsRow } from './types.ts';

const dialect: LineDialect = {
  commands: { capabilities: 'CAPABILITY\r\n', starttls: 'STARTTLS\r\n' },
  goodbye: 'LOGOUT\r\n',
  greetingHasCapabilities: true,
  offersTls: (lines) => lines.some((line) => /^"STARTTLS"/i.test(line)),
  read(_stage, lines): Reading {
    const word = /^(OK|NO|BYE)\b/i.exec(lines.at(-1)!)?.[1]?.toUpperCase();
    return word === undefined ? 'more' : { ok: word === 'OK', temporary: /TRYLATER/i.test(lines.at(-1)!) };
  },
};

export const sieve: StartTlsRow = {
  protocol: 'sieve',
  port: 4190,
  spec: 'RFC 5804 §2.2',
  harmless: 'NOOP\r\n',
  session: ({ trailer }) => lineSession(dialect, trailer),
};
