/** What is done to a chain of three sets, why it is lost then, and which peer lets it pass for a reason of its own. */

export interface Mutation {
  readonly name: string;
  readonly change: (message: string) => string;
  /** Our reason; `good` for what a chain bears. */
  readonly expected: string;
  /** Peers that say otherwise, and why they may. */
  readonly differs?: Readonly<Partial<Record<'mailauth' | 'dkimpy', string>>>;
}

const AAR = 'ARC-Authentication-Results';
const AMS = 'ARC-Message-Signature';
const AS = 'ARC-Seal';
const NAMES = [AAR, AMS, AS];

const fieldOf = (name: string, instance: number): RegExp =>
  new RegExp(`^${name}: i=${instance};.*\\r\\n(?:[ \\t].*\\r\\n)*`, 'm');

const within = (name: string, instance: number, from: RegExp | string, to: string) => (message: string) =>
  message.replace(fieldOf(name, instance), (field) => field.replace(from, to));
const without = (name: string, instance: number) => (message: string) => message.replace(fieldOf(name, instance), '');
const twice = (name: string, instance: number) => (message: string) => message.replace(fieldOf(name, instance), '$&$&');
/** Another digit in the signature. */
const otherValue = (name: string, instance: number) => (message: string) =>
  message.replace(fieldOf(name, instance), (field) =>
    field.replace(
      /([\t ]b=)([\s\S]{3})(.)/,
      (_, tag: string, start: string, digit: string) => `${tag}${start}${digit === 'A' ? 'B' : 'A'}`,
    ),
  );

const INSTANCES = [1, 2, 3] as const;
const each = (make: (instance: 1 | 2 | 3) => readonly Mutation[]): readonly Mutation[] => INSTANCES.flatMap(make);
const row = (name: string, expected: string, change: Mutation['change'], differs?: Mutation['differs']): Mutation => ({
  name,
  expected,
  change,
  ...(differs !== undefined && { differs }),
});

/** A change of an older message signature breaks the seals over it; of the newest, the message signature is told first. */
const sealOr = (instance: number): string => (instance === 3 ? 'message-signature' : 'seal');

export const MUTATIONS: readonly Mutation[] = [
  ...each((i) => NAMES.map((name) => row(`${name} of set ${i} gone`, 'incomplete', without(name, i)))),
  ...each((i) => NAMES.map((name) => row(`${name} of set ${i} twice`, 'repeated', twice(name, i)))),
  ...each((i) => [
    row(`set ${i} gone`, i === 3 ? 'good' : 'gap', (m) => NAMES.reduce((text, name) => without(name, i)(text), m)),
    row(`results of set ${i} changed`, 'seal', within(AAR, i, 'spf=pass', 'spf=fail')),
    row(`authserv-id of set ${i} changed`, 'seal', within(AAR, i, '; mx.', '; my.')),
    row(`another digit in the seal of set ${i}`, 'seal', otherValue(AS, i)),
    row(`another time in the seal of set ${i}`, 'seal', within(AS, i, /t=\d+/, 't=1000000000')),
    row(`another domain in the seal of set ${i}`, 'seal', within(AS, i, /d=relay\d/, 'd=other')),
    row(`a selector without key in the seal of set ${i}`, 'seal', within(AS, i, 's=s1', 's=s2')),
    row(`h= in the seal of set ${i}`, 'seal', within(AS, i, 'cv=', 'h=from; cv=')),
    row(`seal of set ${i} by SHA-1`, 'seal', within(AS, i, 'rsa-sha256', 'rsa-sha1')),
    row(`no algorithm in the seal of set ${i}`, 'seal', within(AS, i, /a=[^;]*; /, '')),
    row(`no cv in the seal of set ${i}`, 'cv', within(AS, i, /cv=\w+; /, '')),
    row(`cv of no meaning in the seal of set ${i}`, 'cv', within(AS, i, /cv=\w+/, 'cv=maybe')),
    row(`cv=fail in the seal of set ${i}`, i === 3 ? 'cv-fail' : 'cv', within(AS, i, /cv=\w+/, 'cv=fail')),
    row(`cv the other way in set ${i}`, 'cv', within(AS, i, /cv=\w+/, i === 1 ? 'cv=pass' : 'cv=none')),
    row(`another digit in the message signature of set ${i}`, sealOr(i), otherValue(AMS, i)),
    row(`another time in the message signature of set ${i}`, sealOr(i), within(AMS, i, /t=\d+/, 't=1000000000')),
    row(`one name more in the message signature of set ${i}`, sealOr(i), within(AMS, i, 'h=from:', 'h=from:from:')),
    row(`a body hash of nothing in set ${i}`, sealOr(i), within(AMS, i, /bh=.{4}/, 'bh=AAAA')),
    row(`${AAR} of set ${i} called 0`, 'instance', within(AAR, i, `i=${i}`, 'i=0')),
    row(`${AS} of set ${i} called 51`, 'instance', within(AS, i, `i=${i}`, 'i=51')),
    row(`${AMS} of set ${i} called by letters`, 'instance', within(AMS, i, `i=${i}`, 'i=x')),
    row(`${AAR} of set ${i} without instance`, 'instance', within(AAR, i, `i=${i}; `, '')),
  ]),
  row('the body changed', 'message-signature', (m) => m.replace('hungry', 'thirsty')),
  row('a line added to the body', 'message-signature', (m) => `${m}-- list\r\n`),
  row('a signed field changed', 'message-signature', (m) => m.replace('To: Suzie', 'To: Susie')),
  row('another author', 'message-signature', (m) => m.replace('joe@example.org', 'eve@example.org')),
  row(
    'results of two sets in each other’s place',
    'good',
    (m) => within(AAR, 2, /i=.*/, 'i=1; mx.relay1.example;')(within(AAR, 1, /i=.*/, 'i=2; mx.relay2.example;')(m)),
    { dkimpy: 'it takes what a seal covers from the bottom up, where RFC 8617 §5.1.1 goes by instance' },
  ),
  row('white space at ends of lines of the body', 'good', (m) => m.replace('yet?', 'yet? \t ')),
  row('fields on top', 'good', (m) => `Received: by somebody\r\nX-Other: i=1\r\n${m}`),
  row('other folds in results', 'good', within(AAR, 2, ';\r\n\t', ';\r\n  ')),
  row('names of fields in capitals', 'good', (m) => m.replace(/^ARC-Seal: i=2/m, 'ARC-SEAL: i=2')),
];
