/** A local caller at the socket: says under which name something was left, and is answered, or speaks SMTP. */
import type { Duplex } from 'node:stream';
import { serve } from '../../../core/net/index.ts';
import { createServerSession } from '../../../core/smtp/index.ts';
import { formatAnswer } from '../../submission/index.ts';
import type { ReceptionService } from '../reception-port.ts';

/** The name comes at once, or it is no caller of ours. */
const NAME_MS = 10_000;
const MAX_NAME_OCTETS = 100;
const LF = 10;

export async function serveCaller(stream: Duplex, reception: ReceptionService): Promise<void> {
  makeRoom();
  nameless.add(stream);
  const name = await readName(stream);
  nameless.delete(stream);
  if (name === undefined) return void stream.destroy();
  const submitted = await reception.submit(name);
  if (submitted.kind === 'answered') return void stream.end(formatAnswer(submitted.answer));
  const { config, host, idleMs } = submitted.served;
  const nowhere = { address: '', port: 0 };
  const connection = { stream, remote: nowhere, local: nowhere, destroy: () => void stream.destroy() };
  await new Promise<void>((ended) => serve(connection, createServerSession(config), host, { idleMs, ended })).finally(
    submitted.over,
  );
}

/** Callers that have given no name yet. Ours give it at once: who has waited longest when there are too many is none of them. */
const nameless = new Set<Duplex>();
const MOST_NAMELESS = 500;

function makeRoom(): void {
  const [first] = nameless;
  if (first === undefined || nameless.size < MOST_NAMELESS) return;
  nameless.delete(first);
  first.destroy();
}

/** Its first line; what comes behind stays to be read. */
function readName(stream: Duplex): Promise<string | undefined> {
  return new Promise((resolve) => {
    let heard = Buffer.alloc(0);
    const finish = (name: string | undefined): void => {
      clearTimeout(timer);
      stream.off('data', onData).off('end', onEnd).off('close', onEnd).pause();
      resolve(name);
    };
    const onEnd = (): void => finish(undefined);
    const onData = (bytes: Buffer): void => {
      heard = Buffer.concat([heard, bytes]);
      const end = heard.indexOf(LF);
      if (end < 0 && heard.length <= MAX_NAME_OCTETS) return;
      finish(end < 0 ? undefined : heard.toString('latin1', 0, end));
      if (end >= 0 && end + 1 < heard.length) stream.unshift(heard.subarray(end + 1));
    };
    const timer = setTimeout(onEnd, NAME_MS);
    stream.on('data', onData).once('end', onEnd).once('close', onEnd).resume();
  });
}
