/**
 * What is logged beyond the usual or not at all (Exim spec §53.15): a row for each word of `log_selector`.
 * To add one: a row here, and the place that asks for it.
 */
import { err, type Failure, nearest, ok, type Result } from '../../base/index.ts';

export interface SelectorRow {
  readonly name: string;
  /** On unless `log_selector` takes it away. */
  readonly usual: boolean;
  readonly doc: string;
}

const usual = (name: string, doc: string) => ({ name, usual: true, doc }) as const;
const extra = (name: string, doc: string) => ({ name, usual: false, doc }) as const;

export const SELECTOR_ROWS = [
  extra('8bitmime', 'M8S= on arrivals: BODY= of the MAIL command'),
  usual('acl_warn_skipped', 'a warn statement that a condition could not be decided for'),
  extra('address_rewrite', 'addresses before and after a rewrite'),
  extra('all_parents', 'every address between the final and the original one'),
  extra('arguments', 'the arguments we were called with'),
  extra('connection_id', 'Ci= with what identifies the connection'),
  usual('connection_reject', 'connections refused'),
  usual('delay_delivery', 'messages queued without an attempt'),
  extra('deliver_time', 'DT= on deliveries: how long the delivery took'),
  extra('delivery_size', 'S= on deliveries'),
  usual('dkim', 'DKIM= on arrivals: domains whose signatures hold'),
  extra('dkim_verbose', 'a line for each DKIM signature'),
  extra('dmarc', 'DMARC results on arrivals'),
  extra('dmarc_verbose', 'a line for each DMARC evaluation'),
  usual('dnslist_defer', 'DNS lists that could not be asked'),
  extra('dnssec', 'DS before a host whose name was looked up with DNSSEC'),
  usual('etrn', 'ETRN commands'),
  usual('host_lookup_failed', 'hosts without a name'),
  extra('ident_timeout', 'RFC 1413 servers that do not answer'),
  extra('incoming_interface', 'I= with the address and port a connection came in on'),
  extra('incoming_port', 'the port of the other host behind its address'),
  usual('lost_incoming_connection', 'connections that end without QUIT'),
  extra('millisec', 'thousandths of seconds in times and durations'),
  usual('msg_id', 'id= on arrivals: the Message-ID'),
  extra('msg_id_created', 'id*= where we made the Message-ID'),
  usual('outgoing_interface', 'I= on deliveries, together with incoming_interface'),
  extra('outgoing_port', 'the port delivered to, behind the address'),
  extra('pid', 'the number of the process behind the time'),
  extra('pipelining', 'L on arrivals and deliveries: pipelining offered, L- not used'),
  extra('protocol_detail', 'details in P='),
  extra('proxy', 'PRX= with the proxy in between'),
  usual('queue_run', 'begin and end of queue runs'),
  extra('queue_time', 'QT= on deliveries: since the message came'),
  usual('queue_time_exclusive', 'QT= and DT= without the time of receiving'),
  extra('queue_time_overall', 'QT= on Completed'),
  extra('receive_time', 'RT= on arrivals: how long receiving took'),
  extra('received_recipients', 'for and the recipients on arrivals'),
  extra('received_sender', 'from and the sender as given on arrivals'),
  usual('rejected_header', 'the headers of a refused message in the reject log'),
  usual('retry_defer', 'deliveries put off since their time has not come'),
  extra('return_path_on_delivery', 'P= on deliveries: the return path used'),
  extra('sender_on_delivery', 'F= on deliveries: the sender'),
  usual('sender_verify_fail', 'senders that fail verification'),
  usual('size_reject', 'messages refused for their size'),
  usual('skip_delivery', 'deliveries skipped, as in a queue run'),
  usual('smtp_confirmation', 'C= on deliveries: what the other host said'),
  extra('smtp_connection', 'SMTP connections coming and going'),
  extra('smtp_incomplete_transaction', 'mail transactions that end before DATA'),
  extra('smtp_mailauth', 'AUTH= behind A='),
  extra('smtp_no_mail', 'sessions without a MAIL command'),
  extra('smtp_protocol_error', 'commands out of order'),
  extra('smtp_syntax_error', 'commands that cannot be read'),
  extra('spf', 'SPF results on arrivals'),
  extra('spf_verbose', 'a line for each SPF evaluation'),
  extra('subject', 'T= on arrivals: the subject'),
  usual('tls_certificate_verified', 'CV= where TLS is in use'),
  usual('tls_cipher', 'X= where TLS is in use'),
  extra('tls_on_connect', 'protocol names that tell TLS from the start from STARTTLS'),
  extra('tls_peerdn', 'DN= with the subject of the other side’s certificate'),
  extra('tls_resumption', '* behind X= where a session was resumed'),
  extra('tls_sni', 'SNI= with the name asked for'),
  extra('unknown_in_list', 'list items that could not be decided'),
] as const satisfies readonly SelectorRow[];

export type SelectorName = (typeof SELECTOR_ROWS)[number]['name'];
export type Selectors = ReadonlySet<SelectorName>;

/** Older spellings. */
const ALIASES: Readonly<Record<string, SelectorName>> = { rejected_headers: 'rejected_header' };

export type SelectorError = Failure<'log/selector'>;

/**
 * Reads `+name -name +all …`, in order, on top of what is usual; blanks between may be missing.
 * An unknown name is an error that names it, as it keeps Exim from starting.
 */
export function parseSelectors(text: string): Result<Selectors, SelectorError> {
  const chosen = new Set<SelectorName>(USUAL);
  let rest = text.trimStart();
  while (rest !== '') {
    const [word, sign, name] = /^([+-])([A-Za-z0-9_]*)/.exec(rest) ?? [];
    if (word === undefined) return malformed(rest);
    const known = ALIASES[name!] ?? name!;
    if (name === 'all') for (const each of NAMES) choose(chosen, each, sign === '+');
    else if (isSelector(known)) choose(chosen, known, sign === '+');
    else return unknownName(sign!, name!);
    rest = rest.slice(word.length).trimStart();
  }
  return ok(chosen);
}

function choose(chosen: Set<SelectorName>, name: SelectorName, isOn: boolean): void {
  if (isOn) chosen.add(name);
  else chosen.delete(name);
}

const NAMES: readonly SelectorName[] = SELECTOR_ROWS.map(({ name }) => name);
const KNOWN: ReadonlySet<string> = new Set(NAMES);
const USUAL = SELECTOR_ROWS.filter(({ usual }) => usual).map(({ name }) => name);

/** What is logged where `log_selector` is not set. */
export const USUAL_SELECTORS: Selectors = new Set(USUAL);

const isSelector = (name: string): name is SelectorName => KNOWN.has(name);

const malformed = (rest: string): Result<never, SelectorError> =>
  failure(`malformed log_selector setting: + or - expected but found "${rest}"`);

function unknownName(sign: string, name: string): Result<never, SelectorError> {
  const near = nearest(name, NAMES);
  return failure(`unknown log_selector setting: ${sign}${name}`, near === undefined ? undefined : `${sign}${near}?`);
}

const failure = (message: string, hint?: string): Result<never, SelectorError> =>
  err({
    code: 'log/selector',
    message,
    ...(hint !== undefined && { hint }),
    fault: 'configuration',
    temporary: false,
  });
