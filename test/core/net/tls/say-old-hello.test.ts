import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNet, encodeOldHello, readOldAnswer, sayOldHello } from '../../../../src/core/net/index.ts';

/** header, SERVER-HELLO, no session, X.509, version 2, lengths of certificate, kinds and connection id. */
const SERVER_HELLO = [0x80, 11, 4, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0];

async function answerTo(serve: (socket: Socket) => void) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const net = createNet();
  const { port } = server.address() as { port: number };
  const dialled = await net.dial('127.0.0.1', port, { timeoutMs: 2000 });
  if (!dialled.ok) throw new Error(dialled.error.message);
  try {
    return await sayOldHello(dialled.value, new Uint8Array(16).fill(7), { timeoutMs: 60 });
  } finally {
    dialled.value.destroy();
    server.close();
    await net.close();
  }
}

describe('the hello of SSL 2 (RFC 6176)', () => {
  it('has its header, seven cipher kinds and the challenge', () => {
    const octets = encodeOldHello(new Uint8Array(16).fill(7));
    expect(Buffer.from(octets.subarray(0, 11)).toString('hex')).toBe('802e0100020015000000' + '10');
    expect(octets.length).toBe(2 + 9 + 21 + 16);
  });
  it.each<[string, (socket: Socket) => void, string]>([
    ['a SERVER-HELLO', (socket) => socket.end(Buffer.from(SERVER_HELLO)), 'yes'],
    ['one octet at a time', (socket) => void SERVER_HELLO.map((octet) => socket.write(Buffer.of(octet))), 'yes'],
    ['an error of SSL 2', (socket) => socket.end(Buffer.of(0x80, 3, 0, 0, 1, 0, 0)), 'no'],
    ['an alert of TLS', (socket) => socket.end(Buffer.of(21, 3, 1, 0, 2, 2, 70)), 'no'],
    ['words', (socket) => socket.end('500 what?\r\n'), 'no'],
    ['an end', (socket) => socket.end(), 'no'],
    ['nothing', () => {}, 'silence'],
  ])('is answered by %s', async (_what, serve, expected) => {
    expect(await answerTo(serve)).toBe(expected);
  });
  it('is never taken for answered by chance, and reading never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const isHello = bytes[0]! >= 0x80 && bytes[2] === 4 && bytes[5] === 0 && bytes[6] === 2;
        expect(readOldAnswer(bytes) === 'yes').toBe(isHello && bytes.length >= 7);
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
