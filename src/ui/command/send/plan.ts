/** How the conversation is to go: protocol, TLS, authentication, XCLIENT, where to stop. */
import type { Plan, Stop, StopPlan, TlsMode } from '../../../core/smtp/index.ts';
import { encodeXtext } from '../../../core/smtp/index.ts';
import type { Fields } from '../fields.ts';
import { PROTOCOLS } from './flags.ts';

export type PlanInput = Omit<Plan, 'ehlo' | 'auth'> & {
  /** Where nothing else says so. */
  readonly usualPort: number;
  readonly wantsAuth: boolean;
};

export function readPlan(fields: Fields): PlanInput {
  const name = (fields.optionalText('protocol') ?? (fields.flag('lmtp') ? 'LMTP' : 'ESMTP')).toUpperCase();
  if (!PROTOCOLS.includes(name)) fields.problem(`"protocol" must be one of ${PROTOCOLS.join(', ')}, and is "${name}"`);
  const isLmtp = fields.flag('lmtp') || name.startsWith('LMTP');
  const tls = readTls(fields, name);
  const stop = readStop(fields);
  const xclient = readXclient(fields);
  const usualPort = isLmtp ? 24 : tls === 'on-connect' ? 465 : 25;
  return {
    protocol: isLmtp ? 'lmtp' : name === 'SMTP' || name === 'SMTPS' ? 'smtp' : 'esmtp',
    tls,
    pipelining: fields.flag('pipeline'),
    chunking: fields.flag('chunking') ? 'required' : 'never',
    prdr: fields.flag('prdr'),
    usualPort,
    wantsAuth: /A$/.test(name),
    ...(stop !== undefined && { stop }),
    ...(xclient.length > 0 && { xclient: { commands: xclient, isOptional: fields.flag('xclientOptional') } }),
  };
}

function readTls(fields: Fields, protocol: string): TlsMode {
  if (fields.flag('tlsOnConnect') || /^(SSMTPA?|SMTPS)$/.test(protocol)) return 'on-connect';
  if (fields.flag('tls') || /^(ESMTP|LMTP)SA?$/.test(protocol)) return 'required';
  if (fields.flag('tlsOptionalStrict')) return 'offered';
  return fields.flag('tlsOptional') ? 'optional' : 'never';
}

const STOP_WORDS: Readonly<Record<string, Stop>> = {
  connect: 'banner',
  banner: 'banner',
  'first-helo': 'first-helo',
  'first-ehlo': 'first-helo',
  'first-lhlo': 'first-helo',
  xclient: 'xclient',
  starttls: 'tls',
  tls: 'tls',
  helo: 'helo',
  ehlo: 'helo',
  lhlo: 'helo',
  auth: 'auth',
  mail: 'mail',
  from: 'mail',
  rcpt: 'rcpt',
  to: 'rcpt',
  data: 'data',
  dot: 'dot',
};

const STOPS_OF = [
  ['quitAfter', 'quit'],
  ['dropAfter', 'drop'],
  ['dropAfterSend', 'drop-unread'],
] as const;

function readStop(fields: Fields): StopPlan | undefined {
  const given = STOPS_OF.filter(([field]) => fields.has(field));
  if (given.length > 1) fields.problem('--quit-after, --drop-after and --drop-after-send exclude each other');
  const [first] = given;
  if (first === undefined) return undefined;
  const [field, how] = first;
  const word = (fields.optionalText(field) ?? '').toLowerCase();
  const after = STOP_WORDS[word];
  const takes = Object.keys(STOP_WORDS).filter((name) => how !== 'quit' || (name !== 'data' && name !== 'dot'));
  if (after === undefined || !takes.includes(word)) {
    fields.problem(`"${field}" must be one of ${takes.join(', ')}, and is "${word.slice(0, 40)}"`);
    return undefined;
  }
  return { after, how };
}

/** As Postfix reads them; the values are xtext. */
const ATTRIBUTES = [
  ...['addr', 'name', 'port', 'proto', 'destaddr', 'destport', 'helo', 'login', 'reverse-name'],
] as const;

function readXclient(fields: Fields): readonly string[] {
  const words = ATTRIBUTES.flatMap((attribute) => {
    const field = `xclient-${attribute}`.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const value = fields.optionalText(field);
    return value === undefined ? [] : [`${attribute.toUpperCase().replace('-', '_')}=${encodeXtext(value)}`];
  });
  const whole = fields.texts('xclient');
  for (const text of whole)
    if (/[^\x20-\x7e]/.test(text)) fields.problem('"xclient" holds a character that no command can have');
  return [...(words.length > 0 ? [words.join(' ')] : []), ...whole].map((text) => `XCLIENT ${text}`);
}
