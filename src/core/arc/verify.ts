/**
 * An ARC chain judged while the message goes by once (RFC 8617 §5.2): structure first, then the newest message signature,
 * then the older ones and the seals. At most a hundred signatures and as many keys, and none of them for fields that make
 * no chain.
 */
import { err, ok, type Result } from '../../base/index.ts';
import { parseAuthenticationResults, readArcInfo } from '../authres/index.ts';
import { type BodyHashes, createBodyHashes, type KeyAnswer, keyName, type Signer } from '../dkim/index.ts';
import { createMessageReader, type Field, type MessageError, type MessageSink } from '../message/index.ts';
import { type Chain, type ChainFault, type Link, readChain } from './chain.ts';
import { type Bench, checkMessageSignature, checkSeal, unchecked } from './check.ts';
import type { ArcOptions, ArcSetVerdict, ArcSignatureVerdict, ArcVerdict } from './types.ts';

/** @param message  parts in order, of any size; a whole one is a list of one */
export async function verifyArc(
  message: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: ArcOptions,
): Promise<Result<ArcVerdict, MessageError>> {
  const run = createArcRun(options);
  const reader = createMessageReader(options.lineEnds ?? 'lenient', run);
  for await (const part of message) {
    const read = reader.push(part);
    if (!read.ok) return err(read.error);
  }
  const ended = reader.end();
  return ended.ok ? ok(await run.judge()) : err(ended.error);
}

/** For a message that goes by to others as well. */
export interface ArcRun extends MessageSink {
  /** After the end of the message. */
  judge(): Promise<ArcVerdict>;
}

export const createArcRun = (options: ArcOptions): ArcRun => new Run(options);

class Run implements ArcRun {
  private readonly options: ArcOptions;
  private readonly keys = new Map<string, Promise<KeyAnswer>>();
  private fields: readonly Field[] = [];
  private chain: Chain = { links: [] };
  private hashes: BodyHashes = createBodyHashes([]);

  constructor(options: ArcOptions) {
    this.options = options;
  }

  header(fields: readonly Field[]): void {
    this.fields = fields;
    this.chain = readChain(fields);
    const { links, fault } = this.chain;
    if (fault !== undefined) return;
    const read = links.flatMap(({ messageSignature }) => (messageSignature.ok ? [messageSignature.value] : []));
    this.hashes = createBodyHashes(read);
    const { messageSignature, seal } = links.at(-1)!;
    for (const one of [messageSignature, seal]) if (one.ok) void this.keyOf(one.value); // while the body comes
  }

  body(octets: Uint8Array): void {
    this.hashes.push(octets);
  }

  async judge(): Promise<ArcVerdict> {
    this.hashes.end();
    const { links, fault } = this.chain;
    if (fault !== undefined) return lost(fault, links.map(withoutCheck));
    const { fields, hashes } = this;
    const now = this.options.clock.now().getTime() / 1000;
    const bench: Bench = { fields, hashes, now, keyOf: (signer) => this.keyOf(signer) };
    const newest = await checkMessageSignature(links.at(-1)!, bench);
    if (newest.result === 'fail') {
      const sets = links.map(withoutCheck);
      const last = { ...sets.at(-1)!, messageSignature: newest };
      return lost(faultOf('message-signature', last), [...sets.slice(0, -1), last], newest);
    }
    const sets = await Promise.all(links.map((link, i) => judgeSet(link, links.slice(0, i + 1), bench)));
    return concluded(sets);
  }

  /** Each name is asked for once. */
  private keyOf({ selector, domain }: Signer): Promise<KeyAnswer> {
    const name = keyName(selector, domain);
    const asked = this.keys.get(name) ?? this.options.lookUp(name);
    this.keys.set(name, asked);
    return asked;
  }
}

async function judgeSet(link: Link, upToIt: readonly Link[], bench: Bench): Promise<ArcSetVerdict> {
  const [seal, messageSignature] = await Promise.all([checkSeal(upToIt, bench), checkMessageSignature(link, bench)]);
  return { ...withoutCheck(link), seal, messageSignature };
}

function withoutCheck({ set, seal, messageSignature }: Link): ArcSetVerdict {
  const results = resultsOf(set.results);
  return {
    instance: set.instance,
    ...(seal.ok && { cv: seal.value.cv }),
    seal: unchecked(seal),
    messageSignature: unchecked(messageSignature),
    ...(results !== undefined && { results }),
  };
}

/** What the sealer found; that it can be read is no condition of the chain (RFC 8617 §3.4). */
function resultsOf({ text, valueAt }: Field): ArcSetVerdict['results'] {
  const info = readArcInfo(Buffer.from(text.slice(valueAt), 'latin1').toString('utf8'));
  const read = info === undefined ? undefined : parseAuthenticationResults(info.payload);
  return read?.ok ? read.value : undefined;
}

/** Steps 5 to 7, all signatures being known. */
function concluded(sets: readonly ArcSetVerdict[]): ArcVerdict {
  const broken = sets.findLast(({ seal }) => seal.result !== 'pass'); // from the newest down
  if (broken !== undefined) return lost(faultOf('seal', broken), sets, broken.seal);
  const oldestPass = sets.findLastIndex(({ messageSignature }) => messageSignature.result !== 'pass');
  const detail = `${sets.length === 1 ? 'the set is' : `${sets.length} sets are`} as sealed`;
  return {
    result: 'pass',
    reason: 'good',
    detail,
    sets,
    oldestPass: oldestPass < 0 ? 0 : sets[oldestPass]!.instance + 1,
    isTemporary: false,
  };
}

function faultOf(reason: 'seal' | 'message-signature', set: ArcSetVerdict): ChainFault {
  const [what, { detail }] = reason === 'seal' ? ['seal', set.seal] : ['message signature', set.messageSignature];
  return { reason, detail: `${what} i=${set.instance}: ${detail}` };
}

function lost({ reason, detail }: ChainFault, sets: readonly ArcSetVerdict[], by?: ArcSignatureVerdict): ArcVerdict {
  const isTemporary = by?.reason === 'key-unavailable' || by?.reason === 'key-bogus';
  return { result: reason === 'no-chain' ? 'none' : 'fail', reason, detail, sets, isTemporary };
}
