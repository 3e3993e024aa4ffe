/** Services that tell what they were asked, and answer what tables need. */
import type {
  AclServices,
  ContentService,
  MalwareAnswer,
  SpamAnswer,
  VerifyAnswer,
} from '../../../src/mta/acl/index.ts';
import { clean } from '../../../src/mta/expand/index.ts';
import { spfDns } from '../spf-dns.ts';
import type { Settings } from './world.ts';

/** @param settings  `content=yes`: there is a message; `part=yes`: a MIME part is at hand; `before=…` see the table */
export function tableServices(asked: string[], settings: Settings): AclServices {
  const records = new Map<string, string>();
  return {
    hasPackets: settings.get('packets') !== 'none',
    wait: (seconds) => void asked.push(`wait ${seconds}`),
    datagram: ({ host, port, payload }) => {
      asked.push(`packet to ${host} ${port}: ${payload}`);
      if (host === 'nosuch.example') return { kind: 'no-address' };
      if (host === 'nobody-knows.example') return { kind: 'no-address-now' };
      return host === '203.0.113.1' ? { kind: 'failed', reason: 'Network is unreachable' } : { kind: 'sent' };
    },
    ...(settings.get('hints') !== 'none' && {
      hints: {
        update: (space, key, change) => {
          const name = `${space} ${key}`;
          const { keep, answer } = change(records.get(name) ?? recordsBefore(settings).get(name));
          if (keep !== undefined) records.set(name, keep);
          asked.push(`${name}${keep === undefined ? '' : ' kept'}`);
          return answer;
        },
      },
    }),
    ...(settings.get('dns') === 'yes' && { dns: dnsOf(asked) }),
    ...(settings.has('spf') && { spf: (guess) => spfAnswer(settings.get('spf')!, guess, asked) }),
    ...(settings.has('dmarc') && { dmarc: () => settings.get('dmarc')! }),
    ...(settings.has('verify') && {
      verify: ({ kind, address, callout, quota }) => {
        const more = [callout, quota].map((one) => (one === undefined ? '' : ` ${JSON.stringify(one)}`)).join('');
        asked.push(`verify ${kind} ${address?.text ?? ''}${more}`);
        return VERIFIED[settings.get('verify')!]!;
      },
    }),
    ...(settings.has('content') && { content: contentOf(settings.get('part') === 'yes', asked) }),
    scan: {
      malware: ({ scanner, timeoutSeconds }) => {
        asked.push(`malware by ${scanner} in ${timeoutSeconds}`);
        return MALWARE[settings.get('malware') ?? 'clean']!;
      },
      spam: ({ user }) => {
        asked.push(`spam for ${user}`);
        return SPAM[settings.get('spam') ?? 'ham']!;
      },
    },
  };
}

/** `seconds=90` ago: one of 192.0.2.1 was seen, and counted with a rate of 5. */
function recordsBefore(settings: Settings): ReadonlyMap<string, string> {
  const ago = settings.get('ago');
  if (ago === undefined) return new Map();
  const atMs = Number(settings.get('now')) - Number(ago) * 1000;
  return new Map([
    ['seen 192.0.2.1', String(Math.floor(atMs / 1000) * 1000)],
    ['ratelimit 1h/per_mail/192.0.2.1', JSON.stringify({ rate: 5, atMs })],
  ]);
}

function dnsOf(asked: string[]): NonNullable<AclServices['dns']> {
  const dns = spfDns({
    '1.2.0.192.black.example': { A: ['127.0.0.2', '127.0.0.10'], TXT: ['listed'] },
    '1.2.0.192.text.example': { A: ['127.0.0.9'], TXT: ['from elsewhere'] },
    '1.2.0.192.wrong.example': { A: ['192.0.2.77'] },
    '1.2.0.192.mixed.example': { A: ['192.0.2.77', '127.0.0.3'] },
    '1.2.0.192.lame.example': 'timeout',
    'lame.domains.example': 'timeout',
    'x.org.domains.example': { A: ['127.0.0.2'], TXT: [['first string', 'second']] },
    '9.100.51.198.black.example': { A: ['127.0.0.4'] },
    [`1${'.0'.repeat(23)}.8.b.d.0.1.0.0.2.black.example`]: { A: ['127.0.0.6'] },
    '_client._smtp.ok.example': { SRV: ['1 2 0 host.ok.example.'] },
    'host.ok.example': { A: ['192.0.2.1'] },
    '_client._smtp.other.example': { SRV: ['1 2 0 host.other.example.'] },
    'host.other.example': { A: ['192.0.2.99'] },
    '_client._smtp.never.example': { SRV: ['1 1 0 .'] },
    '_client._smtp.strict.example': { SRV: ['1 1 1 .'] },
    '_client._smtp.lame.example': 'timeout',
  });
  return {
    lookup: async (name, type) => {
      const answer = await dns.lookup(name, type);
      asked.push(`dns ${dns.asked.at(-1)}`);
      return answer;
    },
    close: async () => {},
  };
}

function spfAnswer(result: string, guess: boolean, asked: string[]) {
  asked.push(`spf${guess ? ' guess' : ''}`);
  return { result, variables: { spf_result: clean(result), spf_header_comment: clean(`comment on ${result}`) } };
}

const VERIFIED: Readonly<Record<string, VerifyAnswer>> = {
  ok: { came: 'ok', addressData: clean('data') },
  fail: { came: 'fail', message: 'Unrouteable address', failure: 'route' },
  shown: { came: 'fail', message: 'log words', userMessage: 'client words', failure: 'recipient' },
  defer: { came: 'defer', message: 'lookup of host failed' },
  'callout-defer': { came: 'defer', byCallout: true, message: 'no answer', userMessage: 'could not connect' },
};

function contentOf(hasPart: boolean, asked: string[]): ContentService {
  const lines = async function* () {
    yield* ['Subject: first line', '', 'a body line', `${'x'.repeat(40_000)}END`];
  };
  const part = {
    lines: async function* () {
      yield* ['Content-Type: text/plain', '', 'VGhlIHBhcnQ='];
    },
    decoded: async function* () {
      yield 'The ';
      yield 'part';
    },
    decodeTo: (where: string) => {
      asked.push(`decode to ${where}`);
      return where === '/full' ? undefined : { file: `/scan/id/${where}`, sizeBytes: 1500 };
    },
  };
  return { lines, ...(hasPart && { part }) };
}

const MALWARE: Readonly<Record<string, MalwareAnswer>> = {
  clean: { kind: 'clean' },
  eicar: { kind: 'found', name: 'Eicar-Test-Signature' },
  down: { kind: 'defer', message: 'clamd : unable to connect to 127.0.0.1' },
};

const SPAM: Readonly<Record<string, SpamAnswer>> = {
  ham: { kind: 'scored', isSpam: false, variables: { spam_score: '1.0', spam_score_int: '10', spam_bar: '+' } },
  spam: { kind: 'scored', isSpam: true, variables: { spam_score: '7.5', spam_score_int: '75', spam_bar: '+++++++' } },
  down: { kind: 'defer', message: 'cannot parse spamd output' },
};
