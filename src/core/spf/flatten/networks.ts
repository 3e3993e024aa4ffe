/** Networks as text terms, as few as cover the same addresses. */
import { textOf } from '../tree.ts';

export interface Network {
  readonly octets: Uint8Array;
  readonly prefix: number;
}

/** One address block as a number, so that halves can be put together. */
interface Block {
  readonly bits: 32 | 128;
  readonly start: bigint;
  readonly prefix: number;
}

/** Those within others taken out, and neighbours joined (RFC 4632 §5); IPv4 first, in the order of addresses. */
export function aggregate(networks: readonly Network[]): readonly Network[] {
  return ([32, 128] as const).flatMap((bits) => {
    const blocks = networks.filter(({ octets }) => octets.length * 8 === bits).map((network) => blockOf(network, bits));
    return join(outermost(blocks)).map(networkOf);
  });
}

export function formatNetwork({ octets, prefix }: Network): string {
  const mask = prefix === octets.length * 8 ? '' : `/${prefix}`;
  return `${octets.length === 4 ? 'ip4' : 'ip6'}:${textOf(octets)}${mask}`;
}

const sizeOf = ({ bits, prefix }: Block): bigint => 1n << BigInt(bits - prefix);

function blockOf({ octets, prefix }: Network, bits: 32 | 128): Block {
  const value = octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
  const host = BigInt(bits - prefix);
  return { bits, prefix, start: (value >> host) << host };
}

function networkOf({ bits, start, prefix }: Block): Network {
  const octets = Uint8Array.from({ length: bits / 8 }, (_, i) => Number((start >> BigInt(bits - 8 - 8 * i)) & 0xffn));
  return { octets, prefix };
}

/** Sorted by start, wider before narrower: what ends before the last kept one ends is within it. */
function outermost(blocks: readonly Block[]): readonly Block[] {
  const sorted = [...blocks].sort((x, y) => (x.start === y.start ? x.prefix - y.prefix : x.start < y.start ? -1 : 1));
  let end = -1n;
  return sorted.filter((block) => {
    const own = block.start + sizeOf(block);
    if (own <= end) return false;
    end = own;
    return true;
  });
}

/** A stack whose top grows as long as it and the next are halves of one. */
function join(blocks: readonly Block[]): readonly Block[] {
  const joined: Block[] = [];
  for (let block of blocks) {
    for (let top = joined.at(-1); top !== undefined && areHalves(top, block); top = joined.at(-1)) {
      joined.pop();
      block = { ...top, prefix: top.prefix - 1 };
    }
    joined.push(block);
  }
  return joined;
}

const areHalves = (low: Block, high: Block): boolean =>
  low.prefix === high.prefix &&
  low.prefix > 0 &&
  high.start === low.start + sizeOf(low) &&
  low.start % (sizeOf(low) * 2n) === 0n;
