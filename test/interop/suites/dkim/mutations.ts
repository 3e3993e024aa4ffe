/** Ways to damage a signed message, each with what has to come of it. */
import type { ReasonCode } from '../../../../src/core/dkim/index.ts';

export interface Mutation {
  readonly name: string;
  /** @param pick  a number below the one given */
  readonly change: (message: string, pick: (below: number) => number) => string;
  readonly expected: readonly ReasonCode[];
}

const split = (message: string): readonly [string, string] => {
  const at = message.indexOf('\r\n\r\n') + 4;
  return [message.slice(0, at), message.slice(at)];
};

const letterAt = (text: string, pick: (below: number) => number): string => {
  const places = [...text.matchAll(/[a-y]/g)].map(({ index }) => index);
  const at = places[pick(places.length)]!;
  return `${text.slice(0, at)}${text[at] === 'a' ? 'b' : 'a'}${text.slice(at + 1)}`;
};

const value = (name: string): RegExp => new RegExp(`^(${name}: )(.*)$`, 'm');

/** A digit of the value of b= or bh=, another one of the alphabet. */
const digit = (tag: string, message: string, pick: (below: number) => number): string =>
  message.replace(new RegExp(`([\\s;]${tag}=)([A-Za-z0-9+/\\s]{40})`), (_, name: string, digits: string) => {
    const places = [...digits.matchAll(/\S/g)].map(({ index }) => index);
    const at = places[pick(places.length)]!;
    return `${name}${digits.slice(0, at)}${digits[at] === 'A' ? 'B' : 'A'}${digits.slice(at + 1)}`;
  });

export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'a letter of the body',
    change: (message, pick) => split(message)[0] + letterAt(split(message)[1], pick),
    expected: ['body-hash-mismatch'],
  },
  {
    name: 'a line more',
    change: (message, pick) => `${message}line ${pick(99)}\r\n`,
    expected: ['body-hash-mismatch'],
  },
  {
    name: 'the body cut',
    change: (message, pick) => message.slice(0, split(message)[0].length + pick(20)),
    expected: ['body-hash-mismatch'],
  },
  {
    name: 'a letter of a field',
    change: (message, pick) => {
      const names = ['From', 'To', 'Date', 'Message-ID'];
      return message.replace(value(names[pick(4)]!), (_, name: string, rest: string) => name + letterAt(rest, pick));
    },
    expected: ['signature-mismatch'],
  },
  {
    name: 'a field less',
    change: (message, pick) =>
      message.replace(new RegExp(`^${['To', 'Date', 'Message-ID'][pick(3)]}: .*\\r\\n`, 'm'), ''),
    expected: ['signature-mismatch'],
  },
  {
    name: 'From less',
    change: (message) => message.replace(/^From: .*\r\n/m, ''),
    expected: ['no-from'],
  },
  {
    name: 'a From more',
    change: (message, pick) => message.replace(/^From: /m, `From: eve${pick(99)}@example.net\r\nFrom: `),
    expected: ['signature-mismatch'],
  },
  { name: 'a digit of b=', change: (message, pick) => digit('b', message, pick), expected: ['signature-mismatch'] },
  { name: 'a digit of bh=', change: (message, pick) => digit('bh', message, pick), expected: ['body-hash-mismatch'] },
  {
    name: 't= another',
    change: (message, pick) => message.replace(/ t=\d+|\tt=\d+/, `\tt=${1_600_000_000 + pick(1_000_000)}`),
    expected: ['signature-mismatch'],
  },
  {
    name: 's= another',
    change: (message, pick) => message.replace(/(\s)s=\w+/, `$1s=none${pick(99)}`),
    expected: ['key-missing'],
  },
  {
    name: 'd= another',
    change: (message, pick) => message.replace(/d=example\.org/, `d=none${pick(99)}.example.org`),
    expected: ['key-missing'],
  },
  { name: 'v= 2', change: (message) => message.replace(/ v=1/, ' v=2'), expected: ['version'] },
  {
    name: 'a= SHA-1',
    change: (message) => message.replace(/a=rsa-sha256/, 'a=rsa-sha1'),
    expected: ['algorithm-historic'],
  },
  { name: 'a= of the other key', change: (message) => message.replace(/a=rsa-/, 'a=ed25519-'), expected: ['key-type'] },
  { name: 'bh= away', change: (message) => message.replace(/\s+bh=[^;]*;/, ''), expected: ['missing-tag'] },
  {
    name: 'h= without From',
    change: (message) => message.replace(/(\s)h=[^;]*;/, '$1h=to:subject;'),
    expected: ['from-not-signed'],
  },
  { name: 'c= unknown', change: (message) => message.replace(/c=\w+\/\w+/, 'c=nofws'), expected: ['canonicalization'] },
  {
    name: 'a tag twice',
    change: (message) => message.replace(/ v=1;/, ' v=1; v=1;'),
    expected: ['duplicate-tag'],
  },
  {
    name: 'x= long ago',
    change: (message) => message.replace(/ v=1;/, ' v=1; x=1;'),
    expected: ['expiry-before-timestamp'],
  },
];
