/** Asking the resolver upstream: which bits are set, and which response codes are answers. */
import { err, ok, type Result } from '../../../base/index.ts';
import { shown } from '../dnssec/verify-rrset.ts';
import { formatType } from '../rr-types.ts';
import type { DnsError, DnsErrorCode, Exchange, Message, Question, Reply } from '../types.ts';
import { type Response, responseOf } from './sections.ts';

export interface Upstream {
  ask(question: Question, signal?: AbortSignal): Promise<Result<Response, DnsError>>;
}

export interface AskBits {
  /** DO: send the DNSSEC records along (RFC 3225 §3). */
  readonly dnssecOk: boolean;
  /** CD: we validate ourselves, so send bogus data too (RFC 4035 §4.6, RFC 6840 §5.9). */
  readonly checkingDisabled: boolean;
}

export function createUpstream(exchange: Exchange, bits: AskBits): Upstream {
  return {
    async ask(question, signal) {
      const reply = await exchange.ask(question, { ...bits, recursionDesired: true, ...(signal && { signal }) });
      if (!reply.ok) return reply;
      const { rcode } = reply.value.message;
      return rcode === NOERROR || rcode === NXDOMAIN
        ? ok(responseOf(reply.value))
        : err(refusal(rcode, question, reply.value));
    },
  };
}

const NOERROR = 0;
const NXDOMAIN = 3;

/** Any other response code says that the server could not or would not answer, never that something is absent. */
function refusal(rcode: number, question: Question, { message, server }: Reply): DnsError {
  const [name, code] = rcodes.get(rcode) ?? [`response code ${rcode}`, 'dns/servfail'];
  return {
    code,
    message: `${server} answered ${name} for ${shown(question.name)} ${formatType(question.type)}`,
    hint: code === 'dns/refused' ? 'ask a resolver that serves this host' : 'ask another resolver, or try again later',
    fault: 'peer',
    temporary: code === 'dns/servfail',
    server,
    question,
    ede: extendedErrors(message),
  };
}

const EDE_OPTION = 15;

/** RFC 8914 §2: a code, then text in UTF-8 that is not to be trusted further than a log. */
function extendedErrors({ edns }: Message): { code: number; text: string }[] {
  const options = edns?.options.filter(({ code, data }) => code === EDE_OPTION && data.length >= 2) ?? [];
  return options.map(({ data }) => ({
    code: (data[0]! << 8) | data[1]!,
    text: printable(new TextDecoder().decode(data.subarray(2, 2 + 200))),
  }));
}

const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');

/** RFC 1035 §4.1.1, RFC 6891 §9. */
const rcodes: ReadonlyMap<number, readonly [string, DnsErrorCode]> = new Map<number, readonly [string, DnsErrorCode]>([
  [1, ['FORMERR', 'dns/servfail']],
  [2, ['SERVFAIL', 'dns/servfail']],
  [4, ['NOTIMP', 'dns/refused']],
  [5, ['REFUSED', 'dns/refused']],
  [16, ['BADVERS', 'dns/servfail']],
]);
