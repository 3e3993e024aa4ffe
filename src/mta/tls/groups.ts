/** `tls_eccurve` and `tls_dhparam`: what keys are exchanged with. */
import { err, ok, type Result } from '../../base/index.ts';
import { parsePem, readElement, readElements, TAG } from '../../core/pki/index.ts';
import { namedGroup } from './dh-groups.ts';
import { readText } from './files.ts';
import type { TlsProblem } from './types.ts';

/** OpenSSL's names, or `auto`; a list has them in the order of preference. */
export function readCurves(text: string | undefined): string {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? 'auto' : trimmed;
}

export interface DhChoice {
  /** PEM, or `auto`; absent: no key exchange of this kind. */
  readonly dhparam?: string;
  readonly remark?: string;
}

/**
 * A group by its name is taken at its length; without any OpenSSL chooses the one that fits the strength of the key.
 *
 * @param maxBits  `tls_dh_max_bits`: greater groups of a file are left aside, with a remark
 */
export function readDhparam(text: string | undefined, maxBits: number): Result<DhChoice, TlsProblem> {
  const trimmed = text?.trim() ?? '';
  if (trimmed === 'none') return ok({});
  if (trimmed === '') return ok({ dhparam: 'auto' });
  const named = namedGroup(trimmed);
  if (named !== undefined) return ok({ dhparam: named });
  if (!trimmed.startsWith('/'))
    return err({
      ...problem(
        `"${trimmed}" is neither a file nor a known group`,
        'give a path that begins with /, ffdhe2048, default or none',
      ),
      logged: `(No standard prime named): ${trimmed}`,
    });
  const pem = readText('tls_dhparam', trimmed, FILE);
  if (!pem.ok) return pem;
  const bits = bitsOf(pem.value);
  if (bits === undefined) return err(problem(`${trimmed} has no parameters of Diffie-Hellman in it`, `give ${FILE}`));
  if (bits > maxBits)
    return ok({ dhparam: 'auto', remark: `${trimmed} has ${bits} bits, more than tls_dh_max_bits: left aside` });
  return ok({ dhparam: pem.value });
}

const FILE = 'a file in PEM, as `openssl dhparam` makes it';

/** DHParameter ::= SEQUENCE { prime INTEGER, base INTEGER, … } (PKCS #3). */
function bitsOf(pem: string): number | undefined {
  const blocks = parsePem(pem, '');
  const der = blocks.ok ? blocks.value.find(({ label }) => label === 'DH PARAMETERS')?.der : undefined;
  const outer = der === undefined ? undefined : readElement(der);
  const prime = outer === undefined ? undefined : readElements(outer.contents)?.[0];
  if (prime?.tag !== TAG.INTEGER) return undefined;
  const hex = Buffer.from(prime.contents).toString('hex').replace(/^0+/, '');
  return hex === '' ? 0 : 4 * hex.length - Math.clz32(Number.parseInt(hex[0]!, 16)) + 28;
}

const problem = (message: string, hint: string): TlsProblem => ({ option: 'tls_dhparam', message, hint });
