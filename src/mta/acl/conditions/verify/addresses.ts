/** Checks of addresses, which others can make: the sender, the recipient, a sender in the header. */
import { after, clean, type Later, type Text, textOf } from '../../../expand/index.ts';
import { type Facts, setValue } from '../../../facts/index.ts';
import { type CheckedSender, checkedSenders } from '../../checked-senders.ts';
import { isOn } from '../../engine/options.ts';
import type { AclRun } from '../../engine/run.ts';
import { type Answer, error, type Said } from '../../rows.ts';
import type { VerifyAnswer, VerifyQuestion } from '../../verify-question.ts';
import { headerSenders } from './header-senders.ts';
import { type AddressOptions, readOptions } from './options.ts';
import { DATA_SITES, HEADER_SITES, type VerifyOrder, type VerifyRow } from './types.ts';

/** Where nobody can verify, an address that no router takes is what every address is. */
const NOBODY: VerifyAnswer = { came: 'fail', message: 'Unrouteable address', userMessage: 'Unrouteable address' };

/** Where it says why the last address that was looked at could not be verified. */
const FAILURES: Readonly<Record<VerifyQuestion['kind'], string>> = {
  recipient: 'recipient_verify_failure',
  sender: 'sender_verify_failure',
  'header-sender': 'sender_verify_failure',
};

/** Routing an address takes away what lists knew of the one at hand, as Exim has it. */
const ask = ({ world: { facts, services } }: AclRun, question: VerifyQuestion): Later<VerifyAnswer> =>
  after(services.verify?.(question) ?? NOBODY, (answer) => {
    if (question.quota === undefined) for (const name of ['domain_data', 'local_part_data']) setValue(facts, name, '');
    if (answer.came === 'ok') setValue(facts, 'sender_data', '');
    setValue(facts, FAILURES[question.kind], answer.failure ?? '');
    return answer;
  });

/** Reads the options, and goes on where they are right. */
const withOptions =
  (kind: VerifyQuestion['kind'], go: (order: VerifyOrder, options: AddressOptions, run: AclRun) => Later<Said>) =>
  (order: VerifyOrder, run: AclRun): Later<Said> => {
    const read = readOptions(order.options, order.text);
    if (!read.ok) return error(read.error);
    const { callout, quota } = read.value;
    if (quota !== undefined && kind !== 'recipient') return error('can only verify quota of recipient');
    if (callout?.mailFrom !== undefined && kind !== 'header-sender')
      return error(
        `"mailfrom" is allowed as a callout option only for verify=header_sender (detected in ACL condition "${order.text}")`,
      );
    return go(order, read.value, run);
  };

const questionOf = (
  kind: VerifyQuestion['kind'],
  address: Text | undefined,
  { successOnRedirect, callout, quota }: AddressOptions,
): VerifyQuestion => ({
  ...{ kind, address, isEnvelope: true, successOnRedirect },
  ...(callout !== undefined && { callout }),
  ...(quota !== undefined && { quota }),
});

/** A deferral that is to count as yes. */
const isExcused = (answer: VerifyAnswer, { deferOk, calloutDeferOk, quota }: AddressOptions): boolean =>
  answer.came === 'defer' && quota === undefined && (deferOk || (calloutDeferOk && answer.byCallout === true));

const recipient: VerifyRow = {
  name: 'recipient',
  only: ['rcpt'],
  options: true,
  test: withOptions('recipient', (_order, options, run) => {
    const { localPart, domain } = run.world.facts.address!;
    const question = questionOf('recipient', textOf(`${localPart}@${domain}`, true), options);
    return after(ask(run, question), (answer) => {
      if (answer.addressData !== undefined) setValue(run.world.facts, 'address_data', answer.addressData);
      if (isExcused(answer, options)) return { ...said(answer), came: 'ok' }; // what follows in the statement may still tell of it
      if (answer.passMessage === true) run.temporaryDetails = true;
      return said(answer);
    });
  }),
};

/** What it says is for the log, and for the client where nothing else is. */
function said({ came, message, userMessage, lookup, isUntold, byCallout }: VerifyAnswer): Answer {
  const shown = isUntold === true ? undefined : (userMessage ?? message);
  const logMessage = lookup ?? message;
  return {
    came,
    ...(logMessage !== undefined && { logMessage }),
    ...(shown !== undefined && { message: clean(shown) }),
    ...(isUntold === true && message !== undefined && { verifyMessage: clean(message) }),
    ...(byCallout !== undefined && { byCallout }),
  };
}

const sender: VerifyRow = {
  name: 'sender',
  only: ['mail', 'rcpt', 'predata', ...DATA_SITES],
  options: true,
  value: true,
  test: withOptions('sender', (order, options, run) => {
    const { facts } = run.world;
    if (options.callout?.from === 'sender' || options.callout?.from === 'postmaster')
      return error('use_sender or use_postmaster cannot be used for a sender verify callout');
    const address = order.value ?? facts.message?.sender ?? '';
    if (address === '') return true; // a bounce has none
    const known = checkedSenders(facts);
    const before = options.callout === undefined ? known.get(address) : undefined;
    const tainted = order.value === undefined || order.tainted;
    const asked = questionOf('sender', textOf(address, tainted), options);
    const question = { ...asked, isEnvelope: order.value === undefined };
    return after(before?.answer ?? ask(run, question), (answer) => {
      const kept = before ?? { answer, told: options.untold };
      known.set(address, kept);
      if (answer.addressData !== undefined) setValue(facts, 'sender_address_data', answer.addressData);
      if (order.value === undefined) rewriteSender(facts, answer, known, kept);
      return answer.came === 'ok' || isExcused(answer, options)
        ? true
        : refused(answer.rewritten ?? address, kept, before !== undefined, run);
    });
  }),
};

/** From then on the sender is who it was verified as, and needs no verification under that name. */
function rewriteSender(
  { message }: Facts,
  { rewritten }: VerifyAnswer,
  known: Map<string, CheckedSender>,
  kept: CheckedSender,
): void {
  if (message === undefined || rewritten === undefined) return;
  message.unrewritten ??= message.sender;
  message.sender = rewritten;
  known.set(rewritten, kept);
}

/** @param isKnown  it has been verified before: what a lookup said then is not said again */
function refused(address: string, kept: CheckedSender, isKnown: boolean, run: AclRun): Answer {
  const { answer } = kept;
  const { came, message, userMessage, byCallout } = answer;
  run.senderFailure = {
    address,
    came: came === 'defer' ? 'defer' : 'fail',
    untold: kept.told,
    ...(answer.failure === 'mail' && { refuses: 'bounces' }),
    ...(answer.failure === 'postmaster' && { refuses: 'postmaster' }),
    ...(message !== undefined && { message }),
    ...(userMessage !== undefined && { userMessage }),
  };
  if (came === 'fail') return words(came, 'Sender verify failed');
  const incomplete = words(came, 'Could not complete sender verify');
  if (byCallout !== true)
    return answer.lookup === undefined || isKnown ? incomplete : { ...incomplete, logMessage: answer.lookup };
  const sentence = 'Could not complete sender verify callout';
  const shown = isOn(run.world, 'smtp_return_error_details') ? (userMessage ?? sentence) : sentence;
  return { ...words(came, sentence), message: clean(shown), byCallout: true };
}

const words = (came: Answer['came'], sentence: string): Answer => ({
  ...{ came, message: clean(sentence), logMessage: sentence },
});

const headerSender: VerifyRow = {
  name: 'header_sender',
  only: HEADER_SITES,
  options: true,
  test: withOptions('header-sender', (_order, options, run) =>
    after(ask(run, { ...questionOf('header-sender', undefined, options), senders: headerSenders(run) }), (answer) => {
      if (answer.came === 'ok' || isExcused(answer, options)) return true;
      const isTold = isOn(run.world, 'smtp_return_error_details');
      if (isTold && answer.came === 'defer') run.temporaryDetails = true;
      const shown = answer.userMessage ?? answer.message;
      return {
        came: answer.came,
        ...(answer.message !== undefined && { logMessage: answer.message }),
        ...(isTold && shown !== undefined && { message: clean(`Rejected after DATA: ${shown}`) }),
        ...(answer.byCallout !== undefined && { byCallout: answer.byCallout }),
      };
    }),
  ),
};

export const ADDRESS_CHECKS = [recipient, sender, headerSender];
