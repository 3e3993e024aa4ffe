/** What a server sends before TLS and during its handshake never throws. */
import { readSentHandshake } from '../../src/core/net/index.ts';
import { startTlsSession } from '../../src/core/smtp/index.ts';
import { startTlsRows } from '../../src/core/tls/index.ts';

const secret = new Uint8Array(32).fill(1);
const greeting = '220 mx ESMTP\r\n250-mx\r\n250 STARTTLS\r\n220 go\r\n';

export const target = {
  name: 'handshake',
  seeds: [
    Uint8Array.from(Buffer.from(greeting)),
    Uint8Array.of(22, 3, 3, 0, 5, 11, 0, 0, 1, 0),
    Uint8Array.from(Buffer.from('* OK\r\nc1 OK\r\n+OK\r\n')),
  ],
  run(bytes: Uint8Array): void {
    readSentHandshake(bytes, secret);
    const sessions = [
      startTlsSession('fuzz.test'),
      ...Object.values(startTlsRows).map((row) => row.session({ ehlo: 'fuzz.test', serverName: 'fuzz.test' })),
    ];
    for (const session of sessions) {
      let state: unknown = session.start;
      for (let at = 0; at < bytes.length; at += 7) {
        const next = (
          session.step as (state: unknown, input: unknown) => { state: unknown; effects: readonly { kind: string }[] }
        )(state, { kind: 'bytes', bytes: bytes.subarray(at, at + 7) });
        state = next.state;
        if (next.effects.some(({ kind }) => kind === 'done')) break;
      }
    }
  },
};
