/** Servers that take a connection and say nothing, or half of something: waited for within a bound, and passed over. */
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { run } from '../../framework/command.ts';
import type { Context } from '../../framework/types.ts';
import type { Found } from './conversation.ts';
import { PASSWORD, PORTS } from './peers.ts';

const PROGRAM = join(import.meta.dirname, '../../../../bin/run.js');

/** The beginning of what each would say. */
const HALVES: Readonly<Record<string, string>> = {
  redis: '$10\r\nabc',
  mysql: '\x4a\0\0\0\x0a5.5.5-10',
  pgsql: 'R\0\0\0',
  ldap: '\x30\x0c\x02',
};

const REAL: Readonly<Record<string, { readonly server: string; readonly query: string; readonly fields: string }>> = {
  redis: { server: `127.0.0.1:${PORTS.redis}//${PASSWORD}`, query: 'exists list', fields: '//' },
  mysql: { server: `127.0.0.1:${PORTS.mysql}/mail/exim/${PASSWORD}`, query: 'select 1', fields: '/a/b/c' },
  pgsql: { server: `127.0.0.1:${PORTS.pgsql}/mail/exim/${PASSWORD}`, query: 'select 1', fields: '/a/b/c' },
  ldap: { server: `127.0.0.1:${PORTS.ldap}`, query: 'ldap:///dc=example?dc?base?', fields: '' },
};

/** No lookup waits longer for one server. */
const MOST_MS = 15_000;

export async function silentCases(context: Context): Promise<void> {
  const silent = await listen(context, () => {});
  const types = Object.keys(REAL);
  const halves = await Promise.all(
    types.map((type) => listen(context, (socket) => void socket.write(Buffer.from(HALVES[type]!, 'latin1')))),
  );
  const lines = types.flatMap((type, index) => {
    const { server, query, fields } = REAL[type]!;
    return [silent, halves[index]!].flatMap((port) => {
      const bad = `127.0.0.1:${port}${fields}`;
      return [
        { type, query, server: [bad] },
        { type, query, server: [bad, server] },
      ];
    });
  });
  await context.test(`${lines.length} lookups where a server says nothing, or half of an answer`, async () => {
    const input = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
    const args = [PROGRAM, 'lookup', '--batch', '-', '--jobs=32', '-o', 'jsonl'];
    const { stdout, milliseconds } = await run(process.execPath, args, { input, timeoutMs: 120_000 });
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { readonly data: Found }).data);
    const said = answers.map(({ outcome, server }) => (server === undefined ? outcome : `${outcome} ${server}`));
    deepStrictEqual(
      said,
      lines.map(({ server }) => (server.length === 1 ? 'deferred' : `found ${server[1]!.split('/', 1)[0]}`)),
    );
    for (const { tookMs } of answers) ok(tookMs < MOST_MS, `${tookMs} ms`);
    context.note(`none waited longer than ${Math.max(...answers.map(({ tookMs }) => Math.round(tookMs)))} ms`);
    ok(milliseconds < 2 * MOST_MS);
    strictEqual(answers.length, lines.length);
  });
}

function listen(context: Context, greet: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', () => {});
    greet(socket);
  });
  context.atEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
