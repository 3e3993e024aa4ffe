import { once } from 'node:events';
import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type ServedConnection, type ServerSession, Stopping, serve } from '../../../src/core/net/index.ts';

/** Greets, and is silent. */
const GREETER: ServerSession<'new' | 'greeted', never, never, never> = {
  start: 'new',
  machine: {
    encoding: 'latin1',
    step: (state, { kind }) =>
      kind === 'opened'
        ? { state: 'greeted', effects: [{ kind: 'send', text: '220 hello\r\n' }] }
        : { state, effects: [] },
    waiting: () => 0,
  },
};

const streamOf = (said: string[]): Duplex =>
  new Duplex({
    read: () => {},
    write: (chunk, _encoding, done) => {
      said.push(String(chunk));
      done();
    },
  });

const connectionOf = (stream: Duplex): ServedConnection => ({
  stream,
  remote: { address: '192.0.2.1', port: 4000 },
  local: { address: '192.0.2.2', port: 25 },
  destroy: () => void stream.destroy(),
});

/** Resolves when the connection has ended; what was told meanwhile is counted. */
function serveOn(
  stream: Duplex,
  stopping = new Stopping(),
): { readonly ended: Promise<void>; readonly told: string[] } {
  const told: string[] = [];
  const host = { answer: () => undefined, data: () => {}, tell: () => {}, ended: () => void told.push('ended') };
  const ended = new Promise<void>((resolve) =>
    serve(connectionOf(stream), GREETER, host, { idleMs: 60_000, stopping, ended: resolve }),
  );
  return { ended, told };
}

describe('serving a connection', () => {
  it('greets, and tells of the end once', async () => {
    const said: string[] = [];
    const stream = streamOf(said);
    const { ended, told } = serveOn(stream);
    await new Promise((resolve) => setImmediate(resolve));
    expect(said).toEqual(['220 hello\r\n']);
    stream.destroy();
    await ended;
    expect(told).toEqual(['ended']);
  });

  it('is over at once where the client went before anybody served it', async () => {
    const said: string[] = [];
    const stream = streamOf(said);
    stream.destroy();
    await once(stream, 'close');
    const { ended, told } = serveOn(stream);
    await ended;
    expect(told).toEqual(['ended']);
    expect(said).toEqual([]);
  });
});
