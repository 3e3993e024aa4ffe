/** A report to be written, from the command line, a batch line, or the entry of a queue. */
import type { Random } from '../../base/index.ts';
import { toHex } from '../../base/index.ts';
import {
  type DsnLanguage,
  type DsnSpec,
  dsnLanguages,
  isNullSender,
  parseEnvid,
  type Returned,
} from '../../core/dsn/index.ts';
import { firstValue, readEntity } from '../../core/mime/index.ts';
import { checkAddress, readRecipients } from './dsn-recipients.ts';
import type { Fields } from './fields.ts';

export interface SpecContext {
  readonly original?: Uint8Array;
  readonly host: string;
  readonly now: Date;
  readonly random: Random;
}

/** As Exim's bounce_return_size_limit. */
export const DEFAULT_MAX_ORIGINAL = 100 * 1024;
const MOST_ORIGINAL = 256 * 1024 * 1024;
export const RETURNS = ['full', 'hdrs', 'none'] as const;

export function readDsnSpec(fields: Fields, context: SpecContext): DsnSpec & { readonly unwanted: number } {
  const reportingMta = fields.optionalText('reportingMta') ?? context.host;
  const { wanted, unwanted } = readRecipients(fields);
  const ret = readReturned(fields);
  return {
    to: readSender(fields, context.original),
    from: readFrom(fields) ?? `Mail Delivery System <MAILER-DAEMON@${reportingMta}>`,
    reportingMta,
    recipients: wanted,
    unwanted,
    ...(ret !== undefined && { ret }),
    ...optionalParts(fields),
    ...(context.original !== undefined && { original: context.original }),
    maxOriginalOctets: fields.integer('maxOriginal', { min: 0, max: MOST_ORIGINAL }) ?? DEFAULT_MAX_ORIGINAL,
    language: readLanguage(fields),
    isSevenBit: fields.flag('sevenBit'),
    date: context.now,
    messageId: readMessageId(fields, reportingMta, context),
    boundary: fields.optionalText('boundary') ?? `=_${toHex(context.random.bytes(12))}`,
  };
}

function optionalParts(fields: Fields): Pick<DsnSpec, 'envelopeId' | 'arrival' | 'receivedFromMta' | 'dsnGateway'> {
  const envelopeId = fields.has('envid')
    ? fields.take(parseEnvid(fields.text('envid', 'xtext')), undefined)
    : undefined;
  const arrival = fields.date('arrival');
  const receivedFromMta = fields.optionalText('receivedFrom');
  const dsnGateway = fields.optionalText('gateway');
  return {
    ...(envelopeId !== undefined && { envelopeId }),
    ...(arrival !== undefined && { arrival }),
    ...(receivedFromMta !== undefined && { receivedFromMta }),
    ...(dsnGateway !== undefined && { dsnGateway }),
  };
}

/** The sender in the envelope: given, or in the Return-Path that final delivery writes (RFC 5321 §4.4). Never From. */
function readSender(fields: Fields, original: Uint8Array | undefined): string {
  const given = fields.optionalText('to') ?? fields.optionalText('sender');
  const found = given ?? (original === undefined ? undefined : firstValue(readEntity(original).fields, 'return-path'));
  if (found === undefined)
    fields.problem('"to" is missing: give the sender of the original in its envelope, whom the report goes to');
  return found === undefined || isNullSender(found) ? '' : checkAddress(fields, 'to', found);
}

/** An address, or one behind a name. */
function readFrom(fields: Fields): string | undefined {
  const from = fields.optionalText('from');
  if (from !== undefined) checkAddress(fields, 'from', /<[^<>]*>\s*$/.exec(from)?.[0] ?? from);
  return from;
}

function readReturned(fields: Fields): Returned | undefined {
  const word = fields.optionalText('ret')?.toLowerCase();
  if (word === undefined) return undefined;
  if (word === 'hdrs' || word === 'headers') return 'headers';
  if (word === 'full' || word === 'none') return word;
  fields.problem(`"ret" must be one of ${RETURNS.join(', ')}, and is "${word.slice(0, 40)}"`);
  return undefined;
}

function readLanguage(fields: Fields): DsnLanguage {
  const tags = dsnLanguages.map(({ tag }) => tag);
  const tag = fields.oneOf('language', tags);
  return dsnLanguages.find((language) => language.tag === tag) ?? dsnLanguages[0]!;
}

function readMessageId(fields: Fields, host: string, { random, now }: SpecContext): string {
  const given = fields.optionalText('messageId')?.trim();
  if (given !== undefined) return given.startsWith('<') ? given : `<${given}>`;
  return `<${toHex(random.bytes(8))}.${now.getTime()}@${host.replace(/[^A-Za-z0-9.-]/g, '-')}>`;
}
