/**
 * The pages of the lab's web server, by path:
 *
 *     /ocsp[/MOOD][/REQUEST]        the responder, by GET and POST (RFC 6960 App. A)
 *     /crl/[MOOD/]ISSUER.crl        the lists
 *     /ca/[MOOD/]ISSUER.der|.p7c    certificates of authorities, in DER and as PKCS #7
 *     /                             this, with all moods
 */
import { createCertsOnly } from '../../core/pki/issue.ts';
import { AUTHORITIES, type Authorities, type Authority } from '../ca/index.ts';
import { CRL_MOODS, crlMoodNamed } from './crl/moods.ts';
import type { Publish } from './crl/publish.ts';
import { DELIVERIES, deliveryNamed, send } from './deliveries.ts';
import { OCSP_MOODS, ocspMoodNamed } from './ocsp/moods.ts';
import { type Respond, serialAsked } from './ocsp/respond.ts';
import type { Handler } from './server.ts';
import type { Standings } from './standings.ts';
import type { Question, Reply } from './types.ts';
export interface SiteOptions {
  readonly authorities: Authorities;
  readonly standings: Standings;
  readonly respond: Respond;
  readonly publish: Publish;
  /** For slow deliveries. */
  readonly slowMs: number;
  readonly now: () => Date;
}

/** A page: what it answers with, and the mood it is to be delivered in, if any. */
interface Page {
  readonly reply: () => Promise<Reply>;
  readonly mood?: string | undefined;
}

export function createSite(options: SiteOptions): Handler {
  return async (question, response) => {
    const { reply, mood = '' } = pageFor(question, options);
    const delivery = deliveryNamed(mood);
    if (delivery === undefined) send(response, await reply());
    else await delivery.deliver(reply, { response, question, mood, slowMs: options.slowMs });
  };
}

function pageFor(question: Question, options: SiteOptions): Page {
  const path = question.target.split('?', 1)[0]!;
  const [, place = '', ...rest] = path.split('/');
  if (place === '') return { reply: async () => text(200, directory()) };
  if (place === 'ocsp') return ocspPage(question, rest, options);
  const [mood, file = ''] = rest.length > 1 ? rest : [undefined, rest[0]];
  const [issuer = '', suffix = ''] = file.split('.');
  const row = AUTHORITIES.find(({ name }) => name === issuer);
  const authority = row && (() => options.authorities(row.name));
  if (authority !== undefined && place === 'crl' && suffix === 'crl') return crlPage(authority, mood, options);
  if (authority !== undefined && place === 'ca') return issuerPage(authority, mood, suffix);
  return missing();
}

/** The mood of the path holds for every certificate; without one, each has its own. */
function ocspPage(question: Question, rest: readonly string[], options: SiteOptions): Page {
  const { respond, standings, now } = options;
  const inPath = isOcspMood(rest[0] ?? '') ? rest[0] : undefined;
  const encoded = rest.slice(inPath === undefined ? 0 : 1).join('/');
  const request = question.method === 'POST' ? question.body : Buffer.from(unescaped(encoded), 'base64');
  const mood = inPath ?? standings.moodOf(serialAsked(request) ?? '') ?? 'good';
  return { mood, reply: async () => binary('ocsp-response', await respond(request, mood, now())) };
}

type Find = () => Promise<Authority>;

function crlPage(find: Find, moodName: string | undefined, { publish, now }: SiteOptions): Page {
  const known = moodName === undefined || deliveryNamed(moodName) !== undefined;
  const mood = known ? CRL_MOODS[0]! : crlMoodNamed(moodName);
  if (mood === undefined) return missing();
  return { mood: moodName, reply: async () => binary('pkix-crl', await publish(await find(), mood, now())) };
}

/** RFC 5280 §4.2.2.1: one certificate in DER, or a certs-only message. */
function issuerPage(find: Find, mood: string | undefined, suffix: string): Page {
  if (mood !== undefined && deliveryNamed(mood) === undefined) return missing();
  const certificate = async (): Promise<Uint8Array> => (await find()).certificate;
  if (suffix === 'der') return { mood, reply: async () => binary('pkix-cert', await certificate()) };
  if (suffix === 'p7c')
    return { mood, reply: async () => binary('pkcs7-mime', await createCertsOnly([await certificate()])) };
  return missing();
}

const isOcspMood = (name: string): boolean => ocspMoodNamed(name) !== undefined || deliveryNamed(name) !== undefined;

/** What is no URL encoding is left as it is: it will be no request either. */
function unescaped(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

const binary = (subtype: string, body: Uint8Array): Reply => ({ status: 200, type: `application/${subtype}`, body });

const text = (status: number, body: string): Reply => ({ status, type: 'text/plain', body: Buffer.from(body) });

const missing = (): Page => ({ reply: async () => text(404, 'there is no such page; / tells which there are\n') });

function directory(): string {
  const list = (rows: readonly { readonly name: string; readonly about: string }[]): string =>
    rows.map(({ name, about }) => `  ${name.padEnd(22)} ${about}`).join('\n');
  return [
    'The authorities of the lab (ISSUER below)',
    list(AUTHORITIES),
    '\n/ocsp answers for each certificate as its domain has it; /ocsp/MOOD for any',
    list(OCSP_MOODS),
    '\n/crl/ISSUER.crl, and /crl/MOOD/ISSUER.crl',
    list(CRL_MOODS),
    '\n/ca/ISSUER.der and /ca/ISSUER.p7c\n\nEach of them also in these moods',
    list(DELIVERIES),
    '',
  ].join('\n');
}
