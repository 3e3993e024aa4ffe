/** IMAP: STARTTLS (RFC 9051 §6.2.1, RFC 3501 §6.2.1). */
import { type LineDialect, lineSession, type Reading } from './line-dialect.ts';
import type { StartTlsRow } from './types.ts';

const dialect: LineDialect = {
  commands: { capabilities: 'c1 CAPABILITY\r\n', starttls: 's1 STARTTLS\r\n' },
  goodbye: 'l1 LOGOUT\r\n',
  offersTls: (lines) => lines.some((line) => /^\* CAPABILITY\b.*\bSTARTTLS\b/i.test(line)),
  read(stage, lines): Reading {
    const last = lines.at(-1)!;
    if (stage === 'greeting') return { ok: /^\* (OK|PREAUTH)\b/i.test(last), temporary: /^\* BYE\b/i.test(last) };
    const tag = stage === 'capabilities' ? 'c1' : 's1';
    return last.startsWith(`${tag} `) ? { ok: /^\S+ OK\b/i.test(last) } : 'more';
  },
};

export const imap: StartTlsRow = {
  protocol: 'imap',
  port: 143,
  spec: 'RFC 9051 §6.2.1',
  harmless: 'n1 NOOP\r\n',
  session: ({ trailer }) => lineSession(dialect, trailer),
};
