/** Who opened a connection, asked of a server of RFC 1413 on loopback. */
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createConnectMap, createNet } from '../../../src/core/net/index.ts';
import { askIdent, type IdentAnswer, readIdentReply } from '../../../src/mta/names/index.ts';

const opened: Server[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

/** @param reply  to what was asked; undefined: nothing, and the connection stays */
async function ask(reply: string | undefined, asked: string[] = []): Promise<IdentAnswer> {
  const server = createServer((socket) => {
    socket
      .on('error', () => undefined)
      .on('data', (octets) => {
        asked.push(octets.toString('latin1'));
        if (reply !== undefined) socket.end(reply, 'latin1');
      });
  });
  opened.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const map = createConnectMap([{ from: '127.0.0.9:113', to: `127.0.0.1:${port}` }]);
  const net = createNet({ connectMap: map });
  const answer = await askIdent(net, {
    client: { address: '127.0.0.9', port: 6191 },
    local: { address: '127.0.0.1', port: 25 },
    timeoutMs: 200,
  });
  await net.close();
  return answer;
}

describe('the identification protocol (RFC 1413)', () => {
  it('asks for both ports, and takes the user (§4)', async () => {
    const asked: string[] = [];
    expect(await ask('6191, 25 : USERID : UNIX : stjohns\r\n', asked)).toEqual({ kind: 'user', name: 'stjohns' });
    expect(asked).toEqual(['6191 , 25\r\n']);
  });

  it.each([
    ['an error (§4)', '6191, 25 : ERROR : NO-USER\r\n'],
    ['no answer in time', undefined],
    ['an end without a line', '6191, 25 : USERID : UNIX : x'],
    ['a line without an end', 'x'.repeat(5000)],
  ])('knows nobody after %s', async (_what, reply) => {
    expect(await ask(reply)).toEqual({ kind: 'none' });
  });

  it.each<[string, string | undefined]>([
    ['6191,25:USERID:UNIX:joe', 'joe'],
    [' 6191 , 25 : USERID : OTHER , US-ASCII : with blanks and : colons ', 'with blanks and : colons '],
    ['6191, 26 : USERID : UNIX : joe', undefined],
    ['25, 6191 : USERID : UNIX : joe', undefined],
    ['6191, 25 : USERID : UNIX : ', undefined],
    ['6191, 25 : USERID : UNIX : a\0b', undefined],
    ['', undefined],
  ])('reads %j', (line, name) => {
    expect(readIdentReply(line, 6191, 25)).toBe(name);
  });
});
