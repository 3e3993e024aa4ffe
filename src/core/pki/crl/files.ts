/** CRLs out of files and batch lines: PEM with any number of them (RFC 7468 §6), or DER alone. */
import { err, ok, type Result } from '../../../base/index.ts';
import { type PemError, parsePem } from '../pem.ts';
import { readCrl } from './read.ts';
import type { Crl, CrlProblem } from './types.ts';

/** What could be read, and what each of the others lacks: a bad one spoils no verdict that the rest can give. */
export interface CrlPile {
  readonly crls: readonly Crl[];
  readonly unreadable: readonly CrlProblem[];
  /** File and line of each. */
  readonly places?: ReadonlyMap<Crl, string>;
}

/** A CRL that is said to be one, whatever its octets are. */
export interface FoundCrl {
  readonly der: Uint8Array;
  readonly place: string;
}

/**
 * @param name  of the file, for sentences
 * @returns a failure where there is neither DER nor one "X509 CRL" block
 */
export function readCrlFile(octets: Uint8Array, name: string): Result<CrlPile, PemError> {
  if (octets[0] === 0x30) return ok(pileOf([{ der: octets, place: name }]));
  const blocks = parsePem(new TextDecoder().decode(octets), name);
  if (!blocks.ok) return blocks;
  const found = blocks.value.filter(({ label }) => label === 'X509 CRL' || label === 'CRL');
  if (found.length === 0) return err(noCrl(name, blocks.value[0]?.label));
  return ok(pileOf(found.map(({ der, line }) => ({ der, place: `${name}, line ${line}` }))));
}

export function pileOf(found: readonly FoundCrl[]): CrlPile {
  const places = new Map<Crl, string>();
  const unreadable: CrlProblem[] = [];
  for (const { der, place } of found) {
    const read = readCrl(der);
    if (read.ok) places.set(read.value, place);
    else {
      const code = read.error.code === 'pki/crl-too-large' ? 'too-large' : 'malformed';
      unreadable.push({ code, detail: `${place}: ${read.error.message}` });
    }
  }
  return { crls: [...places.keys()], unreadable, places };
}

/** All of several. */
export function joinPiles(piles: readonly CrlPile[]): CrlPile {
  return {
    crls: piles.flatMap(({ crls }) => crls),
    unreadable: piles.flatMap(({ unreadable }) => unreadable),
    places: new Map(piles.flatMap(({ places }) => [...(places ?? [])])),
  };
}

function noCrl(name: string, label: string | undefined): PemError {
  const found =
    label === undefined ? 'there is no PEM block in it' : `there is a ${label} block in it, and no X509 CRL`;
  const hint = 'give a CRL as DER, or as PEM with -----BEGIN X509 CRL-----';
  return { code: 'pki/pem', message: `${name}: ${found}`, hint, fault: 'configuration', temporary: false };
}
