/**
 * Failure reports: one message that failed, as its receiver tells of it (RFC 6591, RFC 9991; the frame is that of RFC 5965).
 *
 * A mail of three parts: words for people, fields for programs (message/feedback-report), and the message or its header.
 */
import { parseFields } from '../../message/index.ts';
import type { Document } from '../../unpack/index.ts';
import { MAX_VALUE } from './limits.ts';
import type { FailureReport } from './types.ts';

/** The type of a report on authentication (RFC 6591 §3.1). */
const AUTH_FAILURE = 'auth-failure';
/** More recipients, failures or results than a reader would look at. */
const MAX_REPEATED = 50;

export function readFailure({ source, bytes, original }: Document): FailureReport {
  const said = new Values(bytes);
  const about = new Values(original ?? new Uint8Array());
  const faults: string[] = [];
  const feedbackType = said.first('feedback-type')?.toLowerCase() ?? 'unknown';
  if (feedbackType !== AUTH_FAILURE) faults.push(`it is of type ${feedbackType}, not ${AUTH_FAILURE}`);
  if (original === undefined) faults.push('neither the message nor its header is with it');
  return {
    source,
    feedbackType,
    ...given({
      userAgent: said.first('user-agent'),
      reportedDomain: said.first('reported-domain')?.toLowerCase(),
      sourceIp: said
        .first('source-ip')
        ?.replace(/^\[(?:IPv6:)?|\]$/gi, '')
        .toLowerCase(),
      arrivedAt: instantOf(said.first('arrival-date') ?? said.first('received-date'), faults),
      originalMailFrom: said.first('original-mail-from'),
      deliveryResult: said.first('delivery-result')?.toLowerCase(),
      dkimDomain: said.first('dkim-domain')?.toLowerCase(),
      dkimSelector: said.first('dkim-selector'),
      dkimIdentity: said.first('dkim-identity'),
      spfDns: said.first('spf-dns'),
      headerFrom: about.first('from'),
      subject: about.first('subject'),
      messageId: about.first('message-id'),
    }),
    originalRcptTo: said.all('original-rcpt-to'),
    authFailure: said.words('auth-failure'),
    identityAlignment: said.words('identity-alignment').filter((word) => word !== 'none'),
    authenticationResults: said.all('authentication-results'),
    incidents: incidentsOf(said.first('incidents'), faults),
    faults,
  };
}

/** What is there of what might be. */
function given<T extends Readonly<Record<string, string | undefined>>>(
  values: T,
): { readonly [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: string;
  };
}

/** RFC 5965 §3.2: how many messages the report stands for; one, if it does not say. */
function incidentsOf(text: string | undefined, faults: string[]): number {
  if (text === undefined) return 1;
  if (/^\d{1,9}$/.test(text) && Number(text) > 0) return Number(text);
  faults.push(`Incidents is no number of messages: ${text.slice(0, 40)}`);
  return 1;
}

function instantOf(text: string | undefined, faults: string[]): string | undefined {
  if (text === undefined) return undefined;
  const date = new Date(text.replace(/\([^()]*\)/g, ''));
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  faults.push(`Arrival-Date is no date: ${text.slice(0, 40)}`);
  return undefined;
}

/** Fields by name, unfolded, in UTF-8 where they are that. */
class Values {
  private readonly values = new Map<string, string[]>();

  constructor(octets: Uint8Array) {
    const text = Buffer.from(octets)
      .toString('latin1')
      .replace(/\r?\n/g, '\r\n')
      .replace(/^(?:\r\n)+/, '');
    for (const { name, text: field, valueAt } of parseFields(text.split('\r\n\r\n', 1)[0]!)) {
      const value = Buffer.from(field.slice(valueAt), 'latin1').toString('utf8').replace(/\r\n/g, '').trim();
      const before = this.values.get(name) ?? [];
      if (before.length < MAX_REPEATED && value !== '') this.values.set(name, [...before, value.slice(0, MAX_VALUE)]);
    }
  }

  first(name: string): string | undefined {
    return this.values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.values.get(name) ?? [];
  }

  /** Of lists: separate words in lower case. */
  words(name: string): readonly string[] {
    const words = this.all(name).flatMap((value) => value.toLowerCase().split(/[\s,;]+/));
    return [...new Set(words.filter((word) => word !== ''))];
  }
}
