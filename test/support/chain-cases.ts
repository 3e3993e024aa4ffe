/** A table of chains: a title, a chain, and `valid` or the code of the refusal. */
import { type ChainQuestion, type Identity, verifyChain } from '../../src/core/pki/index.ts';
import type { Pair } from './certificates.ts';

export const NOW = new Date('2026-06-01T12:00:00Z');

export interface ChainCase extends Partial<Omit<ChainQuestion, 'leaf' | 'intermediates' | 'anchors' | 'identity'>> {
  /** `example.com` where it is left out, nobody where it is undefined. */
  readonly identity?: Identity | undefined;
  readonly leaf: Pair;
  readonly via?: readonly Pair[];
  readonly roots: readonly Pair[];
}

export type Row = readonly [title: string, chain: () => ChainCase, expected: string];

/** Asked for servers named example.com now, unless the row says otherwise; `identity: undefined` asks for no name. */
export function question({ leaf, via = [], roots, ...rest }: ChainCase): ChainQuestion {
  const { identity, ...others } = rest;
  const asked = 'identity' in rest ? identity : ({ kind: 'host', value: 'example.com' } as const);
  return {
    purpose: 'server',
    at: NOW,
    ...others,
    ...(asked !== undefined && { identity: asked }),
    leaf: leaf.certificate,
    intermediates: via.map(({ certificate }) => certificate),
    anchors: roots.map(({ certificate }) => certificate),
  };
}

export function verdictOf(chain: ChainCase): string {
  const verdict = verifyChain(question(chain));
  return verdict.valid ? 'valid' : verdict.code;
}

export interface Table {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** Tables as a list, so that other programs can be asked the same. */
export function tablesOf(): { readonly tables: readonly Table[]; add(title: string, rows: readonly Row[]): void } {
  const tables: Table[] = [];
  return { tables, add: (title, rows) => void tables.push({ title, rows }) };
}
