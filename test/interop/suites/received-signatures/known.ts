/** Where a signature or a key counts here otherwise than with Exim 4.96, and why. They count as differences. */
const MUST = 'RFC 6376 §6.1.1: a signature with a value that is none is void, and Exim passes over the value';
const TWICE = 'RFC 6376 §3.2: a list with a tag twice is void; Exim takes the last';
const FROM = 'RFC 6376 §5.4: From has to be signed';
const TYPE = 'RFC 6376 §3.6.1: a key counts for its own type, k=; Exim takes it for what a= says';
const OURS_RIGHT = 'it keeps the rules of RFC 6376, and Exim does not take it';
const LIST = 'RFC 6376 §3.2: between two semicolons stands a tag';
const IDENTITY = 'RFC 6376 §6.1.1: i= stands for d= or what is below it';

const ROWS: Readonly<Record<string, readonly string[]>> = {
  [MUST]: [
    ...['a=rsa-sha256-x', 'with x=', 'with x=abc', 'with x=12abc', 'with x=-5', 'with t=', 'with t=abc', 'with t=-1'],
    ...['with t=99999999999999999999', 'with t=4000000000; x=1600000000', 'with t=5; x=5', 'with l=', 'with l=abc'],
    ...['with l=9999', 'with l=-1', 'with l=5x', 'with i=', 'with i=joe', 'with i=@signed.example.', 'with q=dns'],
    ...[
      'with q=dns/other',
      'with q=',
      'with z=nonsense=ZZ',
      'd=signed.example.',
      'd=a b.example',
      'd=a..b',
      's=sm all',
    ],
    ...['folds in d=', 'h=from:', 'h=:from', 'h=from::to', 'h=from;to'],
  ],
  [TWICE]: ['a tag twice', 'd= twice', 'h= twice', 'key record twicep', 'key record twicek'],
  [FROM]: ['h=to:subject', 'h=*'],
  [TYPE]: [
    ...['a= of the other key', 'key record edspki', 'key record typeunknown', 'key record typeswappedrsa'],
    'key record typeleft',
  ],
  [OURS_RIGHT]: [
    ...[
      'a=RSA-SHA256',
      'key record pkcs1',
      'key record services',
      'key record equals',
      'c=RELAXED/Relaxed that is none',
    ],
    ...['body: no body, simple/simple', 'h=from:dkim-signature', 'field <X-A : blank before>, simple'],
    'field <X-A : blank before>, relaxed',
  ],
  [LIST]: ['key record endings', 'two semicolons', 'a semicolon first'],
  [IDENTITY]: ['with i=joe@other.example'],
  'RFC 6376 §3.6.1: v= comes first': ['key record onlyp'],
  'RFC 6376 §3.6.1: t=s wants i= in d= itself': ['identity below the key t=s'],
  'GnuTLS tells two kinds of keys that are none apart': ['key record broken'],
};

/** By the name of a case. */
export const KNOWN: ReadonlyMap<string, string> = new Map(
  Object.entries(ROWS).flatMap(([reason, names]) => names.map((name) => [name, reason] as const)),
);
