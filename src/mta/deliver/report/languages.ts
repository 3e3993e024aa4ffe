/** Reports in the languages that people read (`dsn_language`, an option of our own); without it they are Exim's, to the letter. */
import {
  type DsnLanguage,
  dsnLanguages,
  humanPart,
  type Returned,
  type SpecRecipient,
  subjectOf,
} from '../../../core/dsn/index.ts';
import { encodeQuotedPrintable, encodeWords } from '../../../core/mime/index.ts';
import { fromOctets } from '../../host/index.ts';
import { expanded } from '../options.ts';
import { originOf } from '../plan/target.ts';
import { NO_VARIABLES, type Round } from '../round.ts';
import { type StatusGroup, statusOf } from './status-part.ts';

export interface Localized {
  /** The whole field. */
  readonly subject: string;
  /** Octets, the header of the part before them (RFC 3282, RFC 2045); LF ends lines. */
  readonly part: string;
}

/** More would be a heap that nobody reads. */
const MOST = 3;

/** @returns undefined: none is wanted, or none of those that are is known, which is complained of */
export async function localized(
  round: Round,
  groups: readonly StatusGroup[],
  returned: Returned,
  /** Octets behind the words. */
  appended: string,
): Promise<Localized | undefined> {
  const wanted = await expanded(round.ports.configuration, 'dsn_language', round.host(NO_VARIABLES), round.complain);
  const languages = languagesIn(wanted ?? '', round.complain);
  const [first] = languages;
  if (first === undefined) return undefined;
  const { activeHostname: reportingMta = round.ports.primaryHostname } = round.stored.connection;
  const about = { recipients: groups.map(recipientOf), reportingMta };
  const texts = languages.map((language) => humanPart({ ...about, language }, returned));
  const text = Buffer.from(texts.join('\r\n'), 'utf8').toString('latin1') + appended.replace(/\r?\n/g, '\r\n');
  return {
    subject: `Subject: ${encodeWords(subjectOf({ ...about, language: first })).replaceAll('\r\n', '\n')}\n`,
    part: textPart(text, languages),
  };
}

/** Tags as in RFC 5646, of which the first subtag counts: `de : en`, also as Accept-Language has them. */
function languagesIn(wanted: string, complain: (line: string) => void): readonly DsnLanguage[] {
  const tags = wanted.split(/[\s:,]+/).map((item) => item.replace(/[;-].*/, '').toLowerCase());
  const found = new Set<DsnLanguage>();
  for (const tag of tags) {
    if (tag === '' || tag === '*' || found.size === MOST) continue;
    const language = dsnLanguages.find((one) => one.tag === tag);
    if (language !== undefined) found.add(language);
    else complain(`dsn_language: reports are not written in "${tag.slice(0, 20)}": there are ${KNOWN}`);
  }
  return [...found];
}

const KNOWN = dsnLanguages.map(({ tag }) => tag).join(', ');

function recipientOf({ settled, action }: StatusGroup): SpecRecipient {
  const { target, outcome, userText } = settled;
  const said = target.routed.hidden === true ? undefined : userText?.replaceAll('\\n', '\n');
  const host = outcome?.host?.name;
  // Of what hosts said, their codes tell people more than the status that Exim gives everything.
  const [, code] = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(host === undefined ? '' : (said ?? '')) ?? [];
  return {
    address: fromOctets(originOf(target)),
    action,
    status: code ?? statusOf(action),
    ...(said !== undefined && action !== 'delivered' && { diagnostic: fromOctets(said) }),
    ...(host !== undefined && { remoteMta: host }),
  };
}

/** UTF-8 in ASCII, since nobody knows who is asked to pass it on (RFC 2045 §6.7). */
function textPart(octets: string, languages: readonly DsnLanguage[]): string {
  const tags = `Content-Language: ${languages.map(({ tag }) => tag).join(', ')}\n`;
  const lines = (text: string): string => text.replaceAll('\r\n', '\n');
  if (!/[\x80-\xff]/.test(octets)) return `Content-type: text/plain; charset=us-ascii\n${tags}\n${lines(octets)}`;
  const utf8 = Buffer.from(Buffer.from(octets, 'latin1').toString('utf8'), 'utf8'); // what is none becomes U+FFFD
  const encoding = 'Content-Transfer-Encoding: quoted-printable\n';
  return `Content-type: text/plain; charset=utf-8\n${tags}${encoding}\n${lines(encodeQuotedPrintable(utf8))}`;
}
