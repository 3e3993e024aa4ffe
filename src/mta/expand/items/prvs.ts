/** `prvs` and `prvscheck`: return paths that show that they are ours (BATV). */
import { createHmac } from 'node:crypto';
import type { ItemNode, ItemRow, Sequence } from '../ast.ts';
import { evaluateSequence } from '../evaluate/sequence.ts';
import { after, EMPTY, failed, type Later, type Outcome, type Text, textOf } from '../outcome.ts';
import type { Run } from '../run.ts';
import { stringsItem } from './make.ts';

const DAY_MS = 86_400_000;
/** How long a tagged address holds. */
const DAYS = 7;

export const prvs = stringsItem({
  name: 'prvs',
  doc: 'An address with a tag that only who knows the secret can make.',
  min: 2,
  max: 3,
  apply: ([address, secret, key], run) => tagged(address!, secret!, key, run),
});

function tagged(address: Text, secret: Text, key: Text | undefined, run: Run): Outcome {
  if (address.text.lastIndexOf('@') < 1) return failed('prvs first argument must be a qualified email address');
  const digit = key?.text ?? '0';
  if (!/^\d$/.test(digit)) return failed('prvs third argument must be a single digit');
  const day = String((today(run) + DAYS) % 1000).padStart(3, '0');
  const hash = hashOf(secret.text, digit + day + address.text);
  return textOf(`prvs=${digit}${day}${hash}=${address.text}`, address.tainted || secret.tainted);
}

const today = ({ host }: Run): number => Math.floor(host.clock.now().getTime() / DAY_MS);

/** The first three octets of HMAC-SHA1, in hexadecimal. */
const hashOf = (secret: string, text: string): string =>
  createHmac('sha1', Buffer.from(secret, 'latin1')).update(text, 'latin1').digest('hex').slice(0, 6);

const TAGGED = /^prvs=(\d)(\d{3})([0-9a-f]{6})=(.+)@(.+)$/is;

/** What is told of the address is there for the second and third string; whether it is genuine, afterwards, too. */
export const prvscheck: ItemRow = {
  name: 'prvscheck',
  doc: 'Takes the tag off an address: $prvscheck_result is 1 where it is genuine, and the last string says what comes of it.',
  syntax: { kind: 'strings', min: 2, max: 3, told: 1 },
  evaluate: (node, run) =>
    node.args[0] === undefined
      ? failed(node.fault!.message)
      : after(evaluateSequence(node.args[0], run), (address) =>
          address.kind === 'text' ? check(node, address, run) : address,
        ),
};

/** Behind an address without a tag both strings are read in one go. */
const passedOver = (fault: string): string => fault.replace(/^(Too many .*)1\)$/, (_, before: string) => `${before}2)`);

function check(node: ItemNode, address: Text, run: Run): Later<Outcome> {
  const [, key, day, hash, localPart, domain] = TAGGED.exec(address.text) ?? [];
  if (node.fault !== undefined) return failed(key === undefined ? passedOver(node.fault.message) : node.fault.message);
  keepResult(run, '');
  if (key === undefined) return evaluateAll(node.args.slice(1), run);
  const plain = `${localPart}@${domain}`;
  run.prvs = { address: plain, key, result: '' };
  return after(evaluateSequence(node.args[1]!, run), (secret) => {
    if (secret.kind !== 'text') return secret;
    const isGenuine = hashOf(secret.text, key + day + plain) === hash!.toLowerCase() && !isPast(Number(day), run);
    const result = isGenuine ? '1' : '';
    run.prvs = { address: plain, key, result };
    const last = node.args[2];
    const outcome = last === undefined ? EMPTY : evaluateSequence(last, run);
    return after(outcome, (settled) => {
      keepResult(run, result);
      return settled.kind === 'text' && settled.text === '' ? textOf(plain, address.tainted) : settled;
    });
  });
}

/** What comes of them is nobody's concern, what is wrong with them is. */
function evaluateAll([first, ...rest]: readonly Sequence[], run: Run): Later<Outcome> {
  if (first === undefined) return EMPTY;
  return after(evaluateSequence(first, run), (found) => (found.kind === 'text' ? evaluateAll(rest, run) : found));
}

/** The result alone is there afterwards, in expansions to come, too. */
function keepResult(run: Run, result: string): void {
  run.prvs = { result };
  if (run.host.lastCheck !== undefined) run.host.lastCheck.result = result;
}

/** Days are counted modulo 1000. */
function isPast(day: number, run: Run): boolean {
  const now = today(run) % 1000;
  return now > 993 && day <= DAYS ? false : day < now;
}
