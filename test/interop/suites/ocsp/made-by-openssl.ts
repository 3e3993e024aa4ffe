/** Our requests, answered by openssl's responder: every key type, signer, way of naming it, status and digest. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toHex } from '../../../../src/base/index.ts';
import { createNonce, createOcspRequest } from '../../../../src/core/ocsp/index.ts';
import type { Held } from '../../../support/ocsp.ts';
import { concurrently } from '../../framework/concurrently.ts';
import { opensslRespond } from '../../peers/openssl-ocsp.ts';
import type { OcspCase, WorldFiles } from './types.ts';
import { writeCertificate, writeKey } from './world.ts';

interface Plan {
  readonly name: string;
  readonly files: WorldFiles;
  readonly signer: Held;
  readonly ours: string;
  /** A line of the index: what the authority knows. */
  readonly index: string;
  readonly digest?: 'sha1' | 'sha256';
  readonly hasNonce?: boolean;
  readonly more?: readonly string[];
  readonly line?: OcspCase['line'];
  readonly words?: readonly string[];
}

export async function madeByOpenssl(worlds: readonly WorldFiles[]): Promise<readonly OcspCase[]> {
  const plans = (await Promise.all(worlds.map(plansFor))).flat();
  return concurrently(4, [...plans.entries()], ([i, plan]) => answered(plan, i));
}

async function plansFor(files: WorldFiles): Promise<readonly Plan[]> {
  const { world } = files;
  const delegate = await world.delegate();
  const type = world.leaf.key.type;
  const isEdwards = type === 'ed25519';
  const signers = [
    ['the issuer', world.issuer],
    ['a delegate', delegate],
  ] as const;
  return signers.flatMap(([who, signer]): Plan[] => {
    const plan = (name: string, more: Partial<Plan> = {}): Plan => ({
      name: `openssl responds, ${type}, ${who}: ${name}`,
      files,
      signer,
      ours: 'good good',
      index: valid,
      ...more,
    });
    return [
      plan('good'),
      plan('good, by key', { more: ['-resp_key_id'] }),
      plan('good, SHA-256 in the CertID, with a nonce', { digest: 'sha256', hasNonce: true }),
      plan('revoked', { index: revoked('keyCompromise'), ours: 'revoked revoked' }),
      plan('unknown', { index: '', ours: 'unknown unknown' }),
      ...(isEdwards ? [] : [plan('signed with SHA-384', { more: ['-rmd', 'sha384'] })]),
      plan('without certificates', {
        more: ['-resp_no_certs'],
        ...(who === 'a delegate' && { ours: 'invalid signer-not-found' }),
      }),
      plan('with a broken signature', { more: ['-badsig'], ours: 'invalid bad-signature' }),
    ];
  });
}

const FAR = '491231235959Z';
const SERIAL = '4A010203';
const valid = `V\t${FAR}\t\t${SERIAL}\tunknown\t/CN=mx.test\n`;
const revoked = (reason: string): string => `R\t${FAR}\t260101000000Z,${reason}\t${SERIAL}\tunknown\t/CN=mx.test\n`;

async function answered(plan: Plan, i: number): Promise<OcspCase> {
  const { files, signer, digest = 'sha1', hasNonce = false, name, ours } = plan;
  const { world } = files;
  const folder = join(files.folder, `responder-${i}`);
  mkdirSync(folder);
  const at = (file: string): string => join(folder, file);
  const nonce = hasNonce ? createNonce() : undefined;
  const about = { certificate: world.leaf.certificate, issuer: world.issuer.certificate, digest };
  writeFileSync(at('request.der'), await createOcspRequest({ ...about, ...(nonce !== undefined && { nonce }) }));
  writeFileSync(at('index'), plan.index);
  await opensslRespond({
    indexFile: at('index'),
    caFile: files.issuerFile,
    signerFile: writeCertificate(folder, 'signer', signer),
    keyFile: writeKey(folder, 'signer', signer),
    requestFile: at('request.der'),
    responseFile: at('response.der'),
    more: ['-ndays', '4', ...(plan.more ?? [])],
  });
  const line = nonce && { nonce: toHex(nonce), requireNonce: true };
  const words = digest === 'sha256' ? ['-sha256'] : [];
  const withNonce = line === undefined ? {} : { line, requestFile: at('request.der') };
  return { name, world: files, response: readFileSync(at('response.der')), ours, ...withNonce, words };
}
