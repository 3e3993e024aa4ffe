/**
 * Lists of OpenSSL (openssl-ciphers(1)), as they are. OpenSSL itself passes over words that it does not know; a word that
 * means nothing is told here, since what it should have kept out stays in.
 */
import { err, nearest, ok } from '../../../base/index.ts';
import { knownSuites } from '../../../core/net/index.ts';
import { TLS13_SUITES } from './suites.ts';
import type { CipherReading } from './types.ts';

/** Classes of suites, also those that no suite is left of. */
const CLASSES = [
  ...['DEFAULT', 'COMPLEMENTOFDEFAULT', 'ALL', 'COMPLEMENTOFALL', 'HIGH', 'MEDIUM', 'LOW', 'EXP', 'EXPORT', 'FIPS'],
  ...[
    'eNULL',
    'NULL',
    'aNULL',
    'kRSA',
    'aRSA',
    'RSA',
    'kDHr',
    'kDHd',
    'kDH',
    'kDHE',
    'kEDH',
    'DH',
    'DHE',
    'EDH',
    'ADH',
  ],
  ...[
    'kEECDH',
    'kECDHE',
    'ECDH',
    'ECDHE',
    'EECDH',
    'AECDH',
    'kECDHr',
    'kECDHe',
    'kECDH',
    'aDSS',
    'DSS',
    'aDH',
    'aECDH',
  ],
  ...[
    'aECDSA',
    'ECDSA',
    'TLSv1.2',
    'TLSv1.0',
    'TLSv1',
    'SSLv3',
    'SSLv2',
    'AES128',
    'AES256',
    'AES',
    'AESGCM',
    'AESCCM',
  ],
  ...['AESCCM8', 'ARIA128', 'ARIA256', 'ARIA', 'ARIAGCM', 'CAMELLIA128', 'CAMELLIA256', 'CAMELLIA', 'CHACHA20', '3DES'],
  ...[
    'DES',
    'RC4',
    'RC2',
    'IDEA',
    'SEED',
    'MD5',
    'SHA1',
    'SHA',
    'SHA256',
    'SHA384',
    'aGOST',
    'aGOST01',
    'kGOST',
    'GOST94',
  ],
  ...['GOST89MAC', 'PSK', 'kPSK', 'kECDHEPSK', 'kDHEPSK', 'kRSAPSK', 'aPSK', 'SRP', 'kSRP', 'aSRP', 'SUITEB128', 'CBC'],
  ...['SUITEB128ONLY', 'SUITEB192', 'EXPORT40', 'EXPORT56', 'kFZA', 'aFZA', 'eFZA', 'FZA', 'KRB5', 'kKRB5', 'aKRB5'],
];

/** Suites that were, by how their names are made: keeping out what is not there is no mistake. */
const OLDER =
  /^(EXP(1024)?|RC4|RC2|DES|IDEA|SEED|CAMELLIA\d*|ARIA\d*|PSK|RSA|SRP|ADH|AECDH|DHE?|EDH|ECDHE?|KRB5|GOST\w*|AES\d+|NULL)(-[A-Z0-9]+)+$/;

/** @param text  underscores in names of suites before TLS 1.3 are hyphens, as Exim has them */
export function readCipherList(text: string): CipherReading {
  const words = text.split(/[:, ]+/).filter((word) => word !== '');
  const suites = words.map(hyphenated);
  for (const suite of suites) {
    const wrong = suite
      .replace(/^[!+-]/, '')
      .split('+')
      .find((name) => !isKnown(name));
    if (wrong !== undefined) return unknown(wrong);
  }
  // Node shuts TLS 1.3 off where none of its suites is named; to Exim the list is about what came before.
  const names13 = suites.some((suite) => suite.startsWith('TLS_')) ? [] : TLS13_DEFAULT;
  return ok({ ciphers: [...names13, ...suites].join(':'), options: 0 });
}

const TLS13_DEFAULT = TLS13_SUITES.slice(0, 3).map(({ name }) => name);

const hyphenated = (word: string): string => (word.startsWith('TLS_') ? word : word.replaceAll('_', '-'));

let names: ReadonlySet<string> | undefined;

function isKnown(name: string): boolean {
  names ??= new Set([...knownSuites().map((cipher) => cipher.toUpperCase()), ...CLASSES]);
  return names.has(name) || OLDER.test(name) || /^@(STRENGTH|SECLEVEL=[0-5])$/.test(name);
}

function unknown(word: string): CipherReading {
  const close = nearest(word, [...(names ?? [])]);
  return err({
    message: `"${word}" is neither a cipher suite nor a class of them to OpenSSL, nor a word that begins a priority string of GnuTLS`,
    hint: close === undefined ? 'give a list as HIGH:!aNULL' : `did you mean ${close}?`,
  });
}
