/** What is said of a record; a row for each fault. */
import type { FindingDef } from '../../../base/index.ts';
import type { FaultCode } from '../record/types.ts';
import { row } from './define.ts';

/** Fault → row. */
export const RECORD_ROWS: Readonly<Record<FaultCode, FindingDef>> = {
  'policy-missing': row(
    'record.policy-missing',
    'error',
    'The record has no policy',
    'Without p the record counts as p=none where it asks for reports (rua), and is of no use where it does not.',
    ['RFC 9989 §4.7', 'RFC 9989 §4.10.1', 'RFC 7489 §6.6.3'],
    'Add p=none, p=quarantine or p=reject behind v=DMARC1.',
  ),
  'policy-invalid': row(
    'record.policy-invalid',
    'error',
    'A policy is not one of none, quarantine, reject',
    'A wrong p, sp or np makes the whole record count as p=none where it asks for reports, and as none at all where it does not.',
    ['RFC 9989 §4.10.1', 'RFC 7489 §6.6.3'],
    'Write none, quarantine or reject.',
  ),
  'policy-not-second': row(
    'record.policy-not-second',
    'info',
    'p does not follow the version at once',
    'RFC 9989 lets tags stand in any order behind v; by the grammar of RFC 7489 p comes next, and some readers hold to that.',
    ['RFC 7489 §6.4', 'RFC 9989 §4.8'],
    'Write v=DMARC1; p=…; and the other tags behind.',
  ),
  'tag-malformed': row(
    'record.tag-malformed',
    'warn',
    'A part of the record is not a tag',
    'Between semicolons a record has name=value. What is not so is passed over by careful readers and makes others give up.',
    ['RFC 9989 §4.8', 'RFC 7489 §6.4'],
    'Write it as name=value, or take it out.',
  ),
  'tag-twice': row(
    'record.tag-twice',
    'warn',
    'A tag is given twice',
    'A tag list has each name once. Readers take the first, the last, neither, or refuse the record; here neither counts where they differ.',
    ['RFC 6376 §3.2', 'RFC 9989 §4.7'],
    'Keep one of them.',
  ),
  'tag-unknown': row(
    'record.tag-unknown',
    'warn',
    'A tag is not known',
    'Receivers ignore it. Often it is a misspelling, and what was meant does not happen.',
    ['RFC 9989 §4.7', 'RFC 7489 §6.3'],
    'Correct its name, or take it out.',
  ),
  'tag-removed': row(
    'record.tag-removed',
    'info',
    'A tag is of RFC 7489 and gone since RFC 9989',
    'pct, rf and ri are ignored by receivers that follow RFC 9989. In the place of pct=0 came t=y.',
    ['RFC 9989 §4.7', 'RFC 7489 §6.3'],
    'Keep it only as long as receivers of before are to see it.',
  ),
  'tag-newer': row(
    'record.tag-newer',
    'info',
    'A tag came with RFC 9989',
    'np, psd and t mean nothing to receivers that follow RFC 7489.',
    ['RFC 9989 §4.7'],
  ),
  'value-invalid': row(
    'record.value-invalid',
    'warn',
    'A value is not one that the tag may have',
    'Receivers go by the default of the tag.',
    ['RFC 9989 §4.7', 'RFC 7489 §6.3'],
    'Write a value that is allowed, or take the tag out for the default.',
  ),
  'uri-invalid': row(
    'record.uri-invalid',
    'warn',
    'An address for reports cannot be read',
    'Addresses are URIs with commas between them. No report goes to one that is none.',
    ['RFC 9989 §4.6', 'RFC 7489 §6.2'],
    'Write mailto:reports@example.org; a comma or exclamation mark inside it as %2C, %21.',
  ),
  'uri-scheme': row(
    'record.uri-scheme',
    'warn',
    'Reports are asked for at something other than a mail address',
    'mailto is the one scheme that every receiver knows; others are ignored.',
    ['RFC 9989 §4.7', 'RFC 7489 §6.3'],
    'Use mailto.',
  ),
  'size-limit': row(
    'record.size-limit',
    'info',
    'An address for reports has a limit of size',
    'The limit behind the exclamation mark is of RFC 7489 and not in the grammar of RFC 9989, so that newer receivers may ignore it.',
    ['RFC 7489 §6.2', 'RFC 9989 §4.8'],
    'Take it out once no receiver of before matters.',
  ),
};

export const recordFindings: readonly FindingDef[] = Object.values(RECORD_ROWS);
