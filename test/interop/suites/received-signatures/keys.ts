/** Keys and the records that tell of them, right and wrong. */
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';

const rsa = (bits: number): KeyObject => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;

/** Of a private key, as p= has it. */
function publicPart(key: KeyObject, type: 'spki' | 'pkcs1' = 'spki'): string {
  const der = publicDer(key, type);
  return (key.asymmetricKeyType === 'ed25519' ? der.subarray(-32) : der).toString('base64');
}

const publicDer = (key: KeyObject, type: 'spki' | 'pkcs1'): Buffer =>
  createPublicKey(key).export({ format: 'der', type: type as 'spki' });

export interface Keys {
  readonly keys: Readonly<Record<KeyName, KeyObject>>;
  /** Records by selector; several under one name where there are several. */
  readonly records: readonly (readonly [selector: string, text: string])[];
}

export type KeyName = 'rsa' | 'small' | 'tiny' | 'large' | 'ed' | 'other';

export function makeKeys(): Keys {
  const keys = {
    rsa: rsa(2048),
    small: rsa(1024),
    tiny: rsa(768),
    large: rsa(3072),
    ed: generateKeyPairSync('ed25519').privateKey,
    other: rsa(1024),
  };
  const [p, small, ed] = [publicPart(keys.rsa), publicPart(keys.small), publicPart(keys.ed)];
  return {
    keys,
    records: [
      ['rsa', `v=DKIM1; k=rsa; p=${p}`],
      ['small', `v=DKIM1; k=rsa; p=${small}`],
      ['tiny', `v=DKIM1; k=rsa; p=${publicPart(keys.tiny)}`],
      ['large', `v=DKIM1; k=rsa; p=${publicPart(keys.large)}`],
      ['ed', `v=DKIM1; k=ed25519; p=${ed}`],
      ['edspki', `v=DKIM1; k=ed25519; p=${publicDer(keys.ed, 'spki').toString('base64')}`],
      ['pkcs1', `v=DKIM1; k=rsa; p=${publicPart(keys.small, 'pkcs1')}`],
      ['bare', `p=${small}`],
      ['nop', 'v=DKIM1; k=rsa'],
      ['revoked', 'v=DKIM1; p='],
      ['revokedbare', 'p='],
      ['onlyp', `k=rsa; p=${small}; v=DKIM1`],
      ['version2', `v=DKIM2; k=rsa; p=${small}`],
      ['versionlower', `v=dkim1; k=rsa; p=${small}`],
      ['sha1only', `v=DKIM1; h=sha1; k=rsa; p=${small}`],
      ['sha256only', `v=DKIM1; h=sha256; k=rsa; p=${small}`],
      ['sha512only', `v=DKIM1; h=sha512; k=rsa; p=${small}`],
      ['hashes', `v=DKIM1; h=sha1:sha256; k=rsa; p=${small}`],
      ['hashunknown', `v=DKIM1; h=md5; k=rsa; p=${small}`],
      ['email', `v=DKIM1; s=email; p=${small}`],
      ['star', `v=DKIM1; s=*; p=${small}`],
      ['tlsrpt', `v=DKIM1; s=tlsrpt; p=${small}`],
      ['services', `v=DKIM1; s=other:email; p=${small}`],
      ['testing', `v=DKIM1; t=y; p=${small}`],
      ['strict', `v=DKIM1; t=s; p=${small}`],
      ['both', `v=DKIM1; t=s:y; p=${small}`],
      ['flagged', `v=DKIM1; t=x:q; p=${small}`],
      ['notes', `v=DKIM1; n=a=20note=3B of two; p=${small}`],
      ['plainnotes', `v=DKIM1; n=keys of today; p=${small}`],
      ['granular', `v=DKIM1; g=joe; p=${small}`],
      ['granularstar', `v=DKIM1; g=*; p=${small}`],
      ['granularnone', `v=DKIM1; g=; p=${small}`],
      ['typeunknown', `v=DKIM1; k=dsa; p=${small}`],
      ['typeupper', `v=DKIM1; k=RSA; p=${small}`],
      ['typeswapped', `v=DKIM1; k=rsa; p=${ed}`],
      ['typeswappedrsa', `v=DKIM1; k=ed25519; p=${small}`],
      ['typeleft', `v=DKIM1; p=${ed}`],
      ['nobase64', 'v=DKIM1; k=rsa; p=***'],
      ['broken', `v=DKIM1; k=rsa; p=${small.slice(0, 60)}`],
      ['spaced', `v=DKIM1; k=rsa; p=${small.slice(0, 60)} ${small.slice(60)}`],
      ['tight', `v=DKIM1;k=rsa;p=${small}`],
      ['ending', `v=DKIM1; k=rsa; p=${small};`],
      ['endings', `v=DKIM1; k=rsa; p=${small}; ;`],
      ['unknowntag', `v=DKIM1; k=rsa; zz=1; p=${small}`],
      ['twicep', `v=DKIM1; p=${publicPart(keys.other)}; p=${small}`],
      ['twicek', `v=DKIM1; k=rsa; k=ed25519; p=${small}`],
      ['wrongkey', `v=DKIM1; k=rsa; p=${publicPart(keys.other)}`],
      ['text', 'nothing of the kind'],
      ['spf', 'v=spf1 -all'],
      ['double', `v=DKIM1; k=rsa; p=${small}`],
      ['double', 'v=spf1 -all'],
      ['tab', `v=DKIM1;\tk=rsa;\tp=${small}`],
      ['equals', `v = DKIM1; k = rsa; p = ${small}`],
      ['capital', `V=DKIM1; K=rsa; P=${small}`],
    ],
  };
}
