/** In a process of its own: what goes wrong here stands for ever, and with it whoever called. */
import { spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publicJwk } from '../../src/base/index.ts';

const SRC = join(import.meta.dirname, '../../src');
const MODULE = join(SRC, 'base/public-jwk.ts');

/** Young objects are cleared up every few dozen keys, most often while a key is being asked. */
const MANY_KEYS = `
  import { generateKeyPairSync } from 'node:crypto';
  import { publicJwk } from ${JSON.stringify(MODULE)};
  for (let made = 0; made < 600; made++) {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (let asked = 0; asked < 10; asked++) publicJwk(asked % 2 ? privateKey : publicKey);
  }
  console.log('all told');
`;

describe('numbers of a public key', () => {
  it('are those of the key, whichever half is given (RFC 7518 §6)', () => {
    for (const { privateKey, publicKey } of [
      generateKeyPairSync('ec', { namedCurve: 'P-384' }),
      generateKeyPairSync('rsa', { modulusLength: 1024 }),
      generateKeyPairSync('ed25519'),
    ]) {
      const jwk = publicJwk(privateKey);
      expect(publicJwk(publicKey)).toEqual(jwk);
      expect(createPublicKey({ key: jwk, format: 'jwk' }).equals(publicKey)).toBe(true);
      expect(jwk).not.toHaveProperty('d');
    }
  });

  it('are told by keys whose makers are cleared up meanwhile', () => {
    const flags = ['--max-semi-space-size=1', '--import', 'tsx', '--input-type=module', '-e', MANY_KEYS];
    const { stdout, stderr, signal } = spawnSync(process.execPath, flags, {
      encoding: 'utf8',
      timeout: 60_000,
      killSignal: 'SIGKILL',
    });
    expect({ stdout, stderr, signal }).toEqual({ stdout: 'all told\n', stderr: '', signal: null });
  }, 70_000);

  it('are asked for here alone', () => {
    const sources = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
    const asking = sources.filter((name) => /\.export\(\{[^}]*'jwk'/.test(readFileSync(join(SRC, name), 'utf8')));
    expect(asking).toEqual([join('base', 'public-jwk.ts')]);
  });
});
