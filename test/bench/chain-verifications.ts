/**
 * Chains verified a second, beside the bare signature checks of the same certificates: what everything around the
 * signatures costs. Keys are imported once on both sides; nothing else is kept from one verification to the next.
 */
import { verify } from 'node:crypto';
import { type ChainQuestion, loadRoots, readCertificate, verifyChain } from '../../src/core/pki/index.ts';
import { dns, ecKeys, intermediate, type Keys, leaf, type Pair, root, rsaKeys } from '../support/certificates.ts';
import { inTurns } from './measure.ts';
import type { Bench, Figure } from './types.ts';

const AIM = 0.5;
const AT = new Date('2026-06-01T12:00:00Z');

export const bench: Bench = {
  name: 'chain-verifications',
  asks: 'chains of leaf, intermediate and root a second, against their two signature checks alone',
  async run(quick) {
    const figures: Figure[] = [];
    for (const [kind, keys] of [
      ['P-256', () => ecKeys()],
      ['RSA 2048', () => rsaKeys()],
    ] as const)
      figures.push(...(await measured(kind, keys, quick)));
    return figures;
  },
};

async function measured(kind: string, keys: () => Keys, quick: boolean): Promise<readonly Figure[]> {
  const top = root({ keys: keys() });
  const middle = intermediate(top, { keys: keys() });
  const end = leaf(middle, { keys: keys(), names: [dns('mx.example.org'), dns('www.example.org')] });
  const system = await loadRoots({});
  const others = system.ok ? system.value : [];
  const question: ChainQuestion = {
    leaf: end.certificate,
    intermediates: [middle.certificate],
    anchors: [top.certificate],
    purpose: 'server',
    at: AT,
    identity: { kind: 'host', value: 'mx.example.org' },
  };
  const crowd = { ...question, anchors: [...others, top.certificate] };
  const count = quick ? 200 : 2000;
  const rounds = quick ? 5 : 11;
  const times = await inTurns(rounds, {
    ours: repeated(count, () => verifyChain(question).valid),
    crowd: repeated(count, () => verifyChain(crowd).valid),
    read: repeated(count, () => readAndVerify(question, end, middle)),
    raw: repeated(count, () => isGood(end, middle) && isGood(middle, top)),
  });
  const rate = (ms: number): number => Math.round((count * 1000) / ms);
  const figure = (name: string, ms: number): Figure => ({
    name: `${kind}, ${name}`,
    ours: rate(ms),
    unit: '1/s',
    peer: { name: 'node:crypto verify of the two signatures', value: rate(times.raw) },
    aim: { value: AIM, better: 'higher' },
  });
  return [
    figure('certificates read before', times.ours),
    figure(`the same with ${crowd.anchors.length} roots`, times.crowd),
    // What a server's chain costs: reading and importing a key are no part of the peer's figure, so there is no aim.
    unaimed(figure('leaf and intermediate read each time, the intermediate’s key imported', times.read)),
  ];
}

const unaimed = ({ aim: _aim, ...rest }: Figure): Figure => rest;

function repeated(count: number, work: () => boolean): () => void {
  return () => {
    for (let i = 0; i < count; i += 1) if (!work()) throw new Error('a good chain was refused');
  };
}

function readAndVerify(question: ChainQuestion, end: Pair, middle: Pair): boolean {
  const [leafRead, middleRead] = [readCertificate(end.der), readCertificate(middle.der)];
  if (!leafRead.ok || !middleRead.ok) return false;
  return verifyChain({ ...question, leaf: leafRead.value, intermediates: [middleRead.value] }).valid;
}

function isGood(below: Pair, above: Pair): boolean {
  const { tbs, signature } = below.certificate;
  return verify('sha256', tbs, above.certificate.publicKeyObject()!, signature);
}
