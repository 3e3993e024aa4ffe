/** Checks of the header: addresses that can be read, names in ASCII, recipients that are named in it. */
import { asciiLowerCase } from '../../../../base/index.ts';
import { after, clean, firstAnswer, type Later, readMailAddresses } from '../../../expand/index.ts';
import { isInHosts } from '../../engine/hosts-option.ts';
import { isOn } from '../../engine/options.ts';
import type { AclRun } from '../../engine/run.ts';
import { printable } from '../../printable.ts';
import { type Answer, error, type Said } from '../../rows.ts';
import { addressFault, UNQUALIFIED } from './address-fault.ts';
import { fieldsOf, itemsOf } from './fields.ts';
import { HEADER_SITES, type VerifyRow } from './types.ts';

const ADDRESSES = /^(?:resent-)?(?:from|to|cc|bcc|reply-to|sender)$/i;
/** A longer address is shown by its beginning. */
const MAX_SHOWN = 1024;

const headerSyntax: VerifyRow = {
  name: 'header_syntax',
  only: HEADER_SITES,
  options: false,
  test: (_order, run) =>
    after(
      firstAnswer(faultsIn(run), (fault) => after(isPassedOver(fault, run), (passed) => (passed ? undefined : fault))),
      (found) => found === undefined || syntaxFailure(sentence(found), run),
    ),
};

interface FieldFault {
  readonly name: string;
  readonly item: string;
  readonly fault: string;
}

const faultsIn = (run: AclRun): readonly FieldFault[] =>
  fieldsOf(run)
    .filter(({ name }) => ADDRESSES.test(name))
    .flatMap(({ name, value }) =>
      itemsOf(value).flatMap(({ text, inGroup }) => {
        const fault = addressFault(text, inGroup);
        return fault === undefined ? [] : [{ name, item: text, fault }];
      }),
    );

function sentence({ name, item, fault }: FieldFault): string {
  const written = item.trimEnd();
  const verb = written.length > MAX_SHOWN ? 'begins' : 'is';
  return printable(`${fault}: failing address in "${name}:" header ${verb}: ${written.slice(0, MAX_SHOWN)}`);
}

/** An address without a domain is one of ours where it comes from our own, or from hosts that may leave it out. */
function isPassedOver({ name, fault }: FieldFault, run: AclRun): Later<boolean> {
  if (fault !== UNQUALIFIED) return false;
  const { client } = run.world.facts.connection;
  if (client === undefined) return true;
  const option = /^(?:resent-)?(?:to|cc|bcc)$/i.test(name) ? 'recipient_unqualified_hosts' : 'sender_unqualified_hosts';
  return isInHosts(run, option, client.address);
}

const headerNamesAscii: VerifyRow = {
  name: 'header_names_ascii',
  only: HEADER_SITES,
  options: false,
  test: (_order, run) => {
    const wrong = fieldsOf(run).find(({ written }) => /[^!-~]/.test(written));
    return wrong === undefined || failure(`Invalid character in header "${wrong.written}" found`, run);
  },
};

const notBlind: VerifyRow = {
  name: 'not_blind',
  only: HEADER_SITES,
  options: true,
  test: ({ text, options }, run) => {
    const isCaseless = options.some(isCaseInsensitive);
    const unknown = options.find((option) => !isCaseInsensitive(option));
    if (unknown !== undefined) return error(`unknown option "${unknown}" in ACL condition "verify ${text}"`);
    const spell = (address: string): string => spelled(address, isCaseless);
    const named = new Set(
      fieldsOf(run)
        .filter(({ name }) => /^(?:resent-)?(?:to|cc)$/i.test(name))
        .flatMap(({ value }) => readMailAddresses(value))
        .map(({ address }) => spell(address)),
    );
    const recipients = run.world.facts.message?.recipients ?? [];
    return recipients.every(({ address }) => named.has(spell(address))) || failure('bcc recipient detected', run);
  },
};

const isCaseInsensitive = (option: string): boolean => option.toLowerCase() === 'case_insensitive';

/** Case counts in local parts, and never in domains. */
function spelled(address: string, isCaseless: boolean): string {
  const at = address.lastIndexOf('@');
  return isCaseless ? asciiLowerCase(address) : address.slice(0, at) + asciiLowerCase(address.slice(at));
}

/** Where the client is not told, `$acl_verify_message` has it. */
function syntaxFailure(logMessage: string, run: AclRun): Said {
  if (isOn(run.world, 'smtp_return_error_details')) return failure(logMessage, run);
  return { came: 'fail', logMessage, verifyMessage: clean(logMessage) };
}

/** A client is told no more than it may be told. */
function failure(logMessage: string, run: AclRun): Said {
  const answer: Answer = { came: 'fail', logMessage };
  if (!isOn(run.world, 'smtp_return_error_details')) return answer;
  return { ...answer, message: clean(`Rejected after DATA: ${logMessage}`) };
}

export const HEADER_CHECKS = [headerSyntax, headerNamesAscii, notBlind];
