/** Sockets that expansions ask, with real ones on this machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { expand, parseExpansion, type SocketQuestion } from '../../../src/mta/expand/index.ts';
import { createHost } from '../../../src/mta/host/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'sockets-'));
const servers: Server[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

/** Answers when the client has said `octets` of them, or all it has to say. */
async function listen(name: string, answer: (asked: Buffer) => Buffer | string, octets = 1): Promise<string> {
  const path = join(folder, name);
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let asked = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', (part) => {
      asked = Buffer.concat([asked, part]);
      if (asked.length >= octets) socket.end(answer(asked));
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return path;
}

const said = async (text: string, host = createHost()): Promise<string> => {
  const outcome = await expand(parseExpansion(text), host);
  return outcome.kind === 'text' ? outcome.text : `!${outcome.message}`;
};

describe('readsocket', () => {
  it('is all that comes back, line ends as wanted, up to a zero octet', async () => {
    const path = await listen('lines', (asked) => `<${asked}>\nend\n`);
    expect(await said(`\${readsocket{${path}}{x}}`)).toBe('<x>\nend\n');
    expect(await said(`\${readsocket{${path}}{x}{2s}{|}}`)).toBe('<x>|end|');
    expect(await said(`\${readsocket{${path}}{x}{2s}{}{instead}}`)).toBe('<x>\nend\n');
    const zero = await listen('zero', () => 'a\0b');
    expect(await said(`\${readsocket{${zero}}{x}}`)).toBe('a');
  });

  it('fails within its time, or has another string in its place', async () => {
    const path = await listen('waiting', () => '', Number.POSITIVE_INFINITY);
    expect(await said(`\${readsocket{${path}}{x}{1s}}`)).toBe('!socket read timed out');
    expect(await said(`\${readsocket{${path}}{x}{1s}{}{instead}}`)).toBe('instead');
  });
});

describe('saslauthd', () => {
  const texts = (asked: Buffer): readonly string[] => {
    const found: string[] = [];
    for (let at = 0; at < asked.length; at += 2 + asked.readUInt16BE(at)) {
      found.push(asked.subarray(at + 2, at + 2 + asked.readUInt16BE(at)).toString());
    }
    return found;
  };

  it('is asked in counted strings, and its OK is believed', async () => {
    const questions: (readonly string[])[] = [];
    const path = await listen('mux', (asked) => {
      questions.push(texts(asked));
      return Buffer.from(texts(asked)[1] === 'right' ? '\0\x02OK' : '\0\x02NO', 'latin1');
    });
    const host = createHost();
    const there = {
      ...host,
      system: {
        ...host.system,
        readSocket: (asked: SocketQuestion) => host.system.readSocket({ ...asked, where: path }),
      },
    };
    expect(await said('${if saslauthd{{ann}{right}{smtp}{x.example}}{y}{n}}', there)).toBe('y');
    expect(await said('${if saslauthd{{ann}{wrong}}{y}{n}}', there)).toBe('n');
    expect(questions).toEqual([
      ['ann', 'right', 'smtp', 'x.example'],
      ['ann', 'wrong', '', ''],
    ]);
  });
});
