/** POP3: STLS (RFC 2595 §4), capabilities by CAPA (RFC 2449 §5). */
import { type LineDialect, lineSession, type Reading } from './line-dialect.ts';
import type { StartTlsRow } from './types.ts';

const dialect: LineDialect = {
  commands: { capabilities: 'CAPA\r\n', starttls: 'STLS\r\n' },
  goodbye: 'QUIT\r\n',
  offersTls: (lines) => lines.some((line) => /^stls\b/i.test(line)),
  read(stage, lines): Reading {
    const isOk = /^\+OK\b/.test(lines[0]!);
    if (stage !== 'capabilities' || !isOk) return { ok: isOk };
    return lines.at(-1) === '.' ? { ok: true } : 'more'; // RFC 1939 §3: a multi-line response ends with a dot
  },
};

export const pop3: StartTlsRow = {
  protocol: 'pop3',
  port: 110,
  spec: 'RFC 2595 §4',
  harmless: 'NOOP\r\n',
  session: ({ trailer }) => lineSession(dialect, trailer),
};
