/** A worker's end: what is in hand is waited for, whoever else comes to his end meanwhile. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bindPlace } from '../../../src/core/net/index.ts';
import { readConfiguration } from '../../../src/mta/config/index.ts';
import type { ReceptionService, Submitted } from '../../../src/mta/daemon/reception-port.ts';
import { Worker } from '../../../src/mta/daemon/worker.ts';

/** Resolved by the test. */
function later<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Of what a worker asks, the callers at the socket and the end of what is in hand; both are for the test to say. */
function reception() {
  const [asked, answer, closed] = [later<string>(), later<Submitted>(), later<void>()];
  const service = {
    submit: (name: string) => {
      asked.resolve(name);
      return answer.promise;
    },
    close: () => closed.promise,
    rest: () => {},
    counts: () => ({}),
  } as unknown as ReceptionService;
  return { service, asked: asked.promise, answer: answer.resolve, closed: () => closed.resolve() };
}

async function begun(path: string) {
  const configuration = readConfiguration({ text: '', name: 'test' });
  const place = await bindPlace(path, 0, 10);
  if (!configuration.ok || !place.ok) throw new Error('cannot begin');
  const receptions: ReturnType<typeof reception>[] = [];
  const made = [later<void>(), later<void>()];
  let hasEnded = false;
  const worker = new Worker({
    send: ({ kind }) => {
      if (kind === 'ready') made[0]!.resolve();
      if (kind === 'reloaded') made[1]!.resolve();
    },
    makeReception: async () => {
      const one = reception();
      receptions.push(one);
      return { ok: true, value: one.service };
    },
    ended: () => {
      hasEnded = true;
    },
  });
  worker.hear(
    { kind: 'begin', configuration: configuration.value, ticketSecret: new Uint8Array(32), number: 1, workers: 1 },
    undefined,
  );
  await made[0]!.promise;
  const at = { kind: 'listen', id: 1, address: path, port: 0, tlsOnConnect: false, backlog: 10 } as const;
  const order = { ...at, purpose: 'submission' } as const;
  worker.hear(order, place.value.handle);
  place.value.forward((connection) => worker.hear({ kind: 'adopt', order }, connection));
  const reload = async (): Promise<void> => {
    worker.hear({ kind: 'reload', configuration: configuration.value }, undefined);
    await made[1]!.promise;
  };
  return { worker, receptions, reload, hasEnded: () => hasEnded };
}

const caller = async (path: string): Promise<Socket> => {
  const socket = connect(path).on('error', () => {});
  await once(socket, 'connect');
  socket.write('a-name\n');
  return socket;
};

const somewhere = (): string => join(tmpdir(), `worker-${process.pid}-${Math.random().toString(36).slice(2)}.sock`);

it('a caller whose end comes behind that of the worker does not end deliveries in hand', async () => {
  const path = somewhere();
  const { worker, receptions, hasEnded } = await begun(path);
  const socket = await caller(path);
  await receptions[0]!.asked;
  worker.hear({ kind: 'drain', withinMs: 60_000 }, undefined);
  receptions[0]!.answer({ kind: 'answered', answer: { status: 0, report: '' } } as unknown as Submitted);
  await once(socket.resume(), 'close');
  await turns();
  expect(hasEnded()).toBe(false);
  receptions[0]!.closed();
  await turns();
  expect(hasEnded()).toBe(true);
});

it('what a configuration before the last reload has in hand is waited for as well', async () => {
  const { worker, receptions, reload, hasEnded } = await begun(somewhere());
  await reload();
  worker.hear({ kind: 'drain', withinMs: 60_000 }, undefined);
  receptions[1]!.closed();
  await turns();
  expect(hasEnded()).toBe(false);
  receptions[0]!.closed();
  await turns();
  expect(hasEnded()).toBe(true);
});
