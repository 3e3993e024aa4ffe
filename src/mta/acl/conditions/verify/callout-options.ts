/** What stands behind `callout=`, and two older options that say the same. */
import { err, ok, parseInterval, type Result } from '../../../../base/index.ts';
import { readList } from '../../../expand/index.ts';
import type { CalloutOptions } from '../../verify-question.ts';

export interface CalloutDraft {
  readonly options: CalloutOptions;
  readonly deferOk: boolean;
}

const DEFAULT_SECONDS = 30;
/** All steps together, where nothing else is said: so many times one of them. */
const STEPS = 4;

interface Parts {
  seconds: number;
  connect: number | undefined;
  maxWait: number | undefined;
  deferOk: boolean;
  cache: boolean;
  random: boolean;
  hold: boolean;
  useSender: boolean;
  usePostmaster: boolean;
  useTransport: boolean;
  mailFrom: string | undefined;
  postmaster: CalloutOptions['postmaster'];
}

const plainParts = (): Parts => ({
  ...{ seconds: DEFAULT_SECONDS, connect: undefined, maxWait: undefined, deferOk: false },
  ...{ cache: true, random: false, hold: false, useSender: false, usePostmaster: false, useTransport: false },
  ...{ mailFrom: undefined, postmaster: undefined },
});

/** @param before  what an earlier option said */
export function readCallout(
  option: string,
  before: CalloutDraft | undefined,
  text: string,
): Result<CalloutDraft, string> {
  const word = option.toLowerCase();
  const base = before ?? draftOf(plainParts());
  if (word === 'callout_defer_ok') return ok({ ...base, deferOk: true });
  if (word === 'check_postmaster')
    return ok({ ...base, options: { ...base.options, postmaster: { mailFrom: '', full: false } } });
  const behind = option.slice('callout'.length);
  if (behind === '') return ok(base);
  const [, list] = /^\s*=\s*(.*)$/s.exec(behind) ?? [];
  if (list === undefined) return err(`'=' expected after "callout" in ACL condition "${text}"`);
  return readItems(list, text);
}

function readItems(list: string, text: string): Result<CalloutDraft, string> {
  const parts = plainParts();
  for (const item of readList(`<,${list}`).items) {
    const wrong = readItem(item, parts, text);
    if (wrong !== undefined) return err(wrong);
  }
  if (parts.useSender && parts.usePostmaster)
    return err('only one of use_sender and use_postmaster can be set for a recipient callout');
  return ok(draftOf(parts));
}

type Setter = (value: string) => Partial<Parts>;

/** By the beginning of the word, in this order; `value` where `=` has to follow, `time` where that is a time. */
const ITEMS: readonly (readonly [name: string, takes: 'nothing' | 'value' | 'time', set: Setter])[] = [
  ['defer_ok', 'nothing', () => ({ deferOk: true })],
  ['no_cache', 'nothing', () => ({ cache: false })],
  ['random', 'nothing', () => ({ random: true })],
  ['use_sender', 'nothing', () => ({ useSender: true })],
  ['use_postmaster', 'nothing', () => ({ usePostmaster: true })],
  ['use_tptsender', 'nothing', () => ({ useTransport: true })],
  ['postmaster_mailfrom', 'value', (value) => ({ postmaster: { mailFrom: value, full: false } })],
  ['postmaster', 'nothing', () => ({ postmaster: { mailFrom: '', full: false } })],
  ['fullpostmaster', 'nothing', () => ({ postmaster: { mailFrom: '', full: true } })],
  ['mailfrom', 'value', (value) => ({ mailFrom: value })],
  ['maxwait', 'time', (value) => ({ maxWait: parseInterval(value) })],
  ['connect', 'time', (value) => ({ connect: parseInterval(value) })],
  ['hold', 'nothing', () => ({ hold: true })],
];

function readItem(item: string, parts: Parts, text: string): string | undefined {
  const badTime = `bad time value in ACL condition "verify ${text}"`;
  const [name, takes, set] = ITEMS.find(([known]) => item.toLowerCase().startsWith(known)) ?? [];
  if (name === undefined) {
    const seconds = parseInterval(item);
    if (seconds === undefined) return badTime;
    parts.seconds = seconds;
    return undefined;
  }
  const [, value] = /^\s*=\s*(.*)$/s.exec(item.slice(name.length)) ?? [];
  if (takes !== 'nothing' && value === undefined)
    return `'=' expected after "${name}" in ACL verify condition "${text}"`;
  if (takes === 'time' && parseInterval(value!) === undefined) return badTime;
  Object.assign(parts, set!(value ?? ''));
  return undefined;
}

const draftOf = (parts: Parts): CalloutDraft => ({
  deferOk: parts.deferOk,
  options: {
    timeoutSeconds: parts.seconds,
    connectSeconds: parts.connect ?? parts.seconds,
    maxWaitSeconds: parts.maxWait ?? STEPS * parts.seconds,
    cache: parts.cache,
    random: parts.random,
    hold: parts.hold,
    from: parts.useSender ? 'sender' : parts.usePostmaster ? 'postmaster' : parts.useTransport ? 'transport' : 'nobody',
    ...(parts.mailFrom !== undefined && { mailFrom: parts.mailFrom }),
    ...(parts.postmaster !== undefined && { postmaster: parts.postmaster }),
  },
});
