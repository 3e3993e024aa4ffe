/** One message through a server that has nothing else to do: from its final dot at the door to its final dot at the next hop. */
import { setTimeout as sleep } from 'node:timers/promises';
import { knownMessage, stuffed } from '../../interop/framework/known-message.ts';
import { Talk } from '../../interop/framework/smtp-talk.ts';
import { median } from '../measure.ts';
import { type Contestant, startContestants } from '../reception/contestants.ts';
import type { Figure } from '../types.ts';
import { OwnSink } from './own-sink.ts';

const OCTETS = 1024;
/** Whatever a server still does for the last message is over. */
const PAUSE_MS = 15;
const WARM = 20;
const LOST_MS = 10_000;
const AIM_MS = 3;

export async function idle(folder: string, nextHop: number, quick: boolean): Promise<readonly Figure[]> {
  let arrived: () => void = () => {};
  const sink = new OwnSink(() => arrived());
  await sink.listen(nextHop);
  const contestants = await startContestants(folder, { nextHop });
  const times = new Map<Contestant['name'], readonly number[]>();
  try {
    for (const { name, port } of contestants)
      times.set(name, await eachMs(port, quick ? 100 : 400, (told) => (arrived = told)));
  } finally {
    for (const { stop } of contestants) await stop();
    await sink.close();
  }
  const of = (name: Contestant['name'], at: (values: readonly number[]) => number): number => at(times.get(name)!);
  return [
    ['median', median],
    ['p99', p99],
  ].map(([name, at]): Figure => {
    const value = (who: Contestant['name']): number => of(who, at as typeof median);
    const others = [...times.keys()].filter((who) => who !== 'ours' && who !== 'postfix');
    return {
      name: `one idle message through, ${String(name)}`,
      ours: value('ours'),
      unit: 'ms',
      note: `should be ${AIM_MS} at most: ${value('ours') <= AIM_MS ? 'met' : 'missed'}; ${['postfix' as const, ...others].map((who) => `${who} ${value(who).toFixed(1)}`).join(', ')}`,
    };
  });
}

const p99 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)]!;

async function eachMs(port: number, count: number, expect: (told: () => void) => void): Promise<readonly number[]> {
  const message = stuffed(knownMessage('idle', OCTETS));
  const talk = await Talk.open(port);
  await talk.ask('EHLO client.example.net');
  const times: number[] = [];
  for (let at = 0; at < count + WARM; at += 1) {
    for (const line of ['MAIL FROM:<alice@example.net>', 'RCPT TO:<bob@example.org>', 'DATA']) await talk.ask(line);
    const there = new Promise<number>((resolve) => expect(() => resolve(performance.now())));
    const began = performance.now();
    talk.socket.write(message);
    await talk.reply();
    const ended = await Promise.race([there, sleep(LOST_MS, undefined, { ref: false })]);
    if (ended === undefined) throw new Error('a message has not arrived');
    if (at >= WARM) times.push(ended - began);
    await sleep(PAUSE_MS);
  }
  talk.destroy();
  return times;
}
