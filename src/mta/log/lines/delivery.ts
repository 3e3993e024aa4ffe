/** `=>`, `->`, `>>`, `*>`: a message has been delivered. */
import { formatDuration } from '../durations.ts';
import { entry, type LogEntry, type LogFormat, MAIN, MAIN_AND_REJECT, namesPorts } from '../entry.ts';
import { printable, quotedText } from '../printing.ts';
import { type AddressFacts, addressText } from './address.ts';
import { type AuthFacts, authField, type TlsFacts, tlsFields } from './tls.ts';

export interface DeliveryFacts {
  readonly address: AddressFacts;
  /** What the line begins with: delivered, a further address of the same delivery, by cutthrough, suppressed by -N. */
  readonly kind?: keyof typeof FLAGS | undefined;
  readonly sender: string;
  /** Absent where nothing was really delivered, as to /dev/null. */
  readonly returnPath?: string | undefined;
  readonly queue?: string | undefined;
  /** Absent for what the system filter does. */
  readonly router?: string | undefined;
  /** Absent where nothing is transported (`:blackhole:`). */
  readonly transport?: string | undefined;
  /** Octets written; where there was a transport. */
  readonly sizeBytes?: number | undefined;
  /** Of a local delivery: the first host the router gave. */
  readonly localHost?: string | undefined;
  /** ` ST=…`: what became of the shadow transport. */
  readonly shadow?: string | undefined;
  readonly remote?: RemoteFacts | undefined;
  readonly tls?: TlsFacts | undefined;
  readonly auth?: AuthFacts | undefined;
  /** Commands were sent before the answers to those before them. */
  readonly pipelining?: 'used' | 'early' | undefined;
  readonly prdr?: boolean | undefined;
  readonly chunking?: boolean | undefined;
  /** What the other side answered in the end (SMTP, LMTP). */
  readonly confirmation?: string | undefined;
  /** Our end of the connection. */
  readonly interface?: { readonly address: string; readonly port: number } | undefined;
  readonly queueMs?: number;
  readonly deliverMs?: number;
}

export interface RemoteFacts {
  readonly name: string;
  readonly address: string;
  readonly port?: number;
  /** The look-up was secured by DNSSEC. */
  readonly dnssec?: boolean;
  /** The connection had carried a message before. */
  readonly reused?: boolean;
  /** SOCKS server in between. */
  readonly proxy?: { readonly address: string; readonly port: number };
  readonly fastOpen?: 'used' | 'with-data';
}

const FLAGS = { delivered: '=>', further: '->', cutthrough: '>>', suppressed: '*>' } as const;

export const deliveryEntry = (facts: DeliveryFacts, format: LogFormat): LogEntry =>
  entry('delivery', facts, deliveryText(facts, format));

/** A message that was to go on while it came, and was not taken at its end. */
export interface CutthroughFacts extends DeliveryFacts {
  /** `H=…` of who sends it. */
  readonly client?: string;
  readonly came?: 'refused' | 'deferred';
}

export function cutthroughEntry(facts: CutthroughFacts, format: LogFormat): LogEntry {
  const { address, client = '', came } = facts;
  const why = came === 'refused' ? 'rejected after DATA:' : 'tmp-reject from cutthrough after DATA:';
  const withSender = { ...format, selectors: new Set([...format.selectors, 'sender_on_delivery' as const]) };
  const text =
    `${client} ${addressText(address, format.selectors.has('all_parents'))}` +
    `${envelopeFields(facts, withSender)} ${why}` +
    `${driverFields(facts)}${placeFields(facts, format)}${confirmationField(facts, format)}${timeFields(facts, format)}`;
  return entry('delivery', facts, text, came === 'refused' ? MAIN_AND_REJECT : MAIN);
}

/** Field order as Exim 4.96 has it. */
export function deliveryText(facts: DeliveryFacts, format: LogFormat): string {
  return (
    `${FLAGS[facts.kind ?? 'delivered']} ${addressText(facts.address, format.selectors.has('all_parents'))}` +
    envelopeFields(facts, format) +
    driverFields(facts) +
    sizeField(facts, format) +
    placeFields(facts, format) +
    confirmationField(facts, format) +
    timeFields(facts, format)
  );
}

function envelopeFields({ sender, queue, returnPath }: DeliveryFacts, { selectors }: LogFormat): string {
  return (
    (selectors.has('sender_on_delivery') ? ` F=<${sender}>` : '') +
    (queue === undefined || queue === '' ? '' : ` Q=${queue}`) +
    (returnPath === undefined || !selectors.has('return_path_on_delivery') ? '' : ` P=<${returnPath}>`)
  );
}

const driverFields = ({ router, transport }: DeliveryFacts): string =>
  (router === undefined ? '' : ` R=${router}`) + (transport === undefined ? '' : ` T=${transport}`);

const sizeField = ({ sizeBytes }: DeliveryFacts, { selectors }: LogFormat): string =>
  sizeBytes === undefined || !selectors.has('delivery_size') ? '' : ` S=${sizeBytes}`;

function placeFields(facts: DeliveryFacts, format: LogFormat): string {
  if (facts.remote === undefined && facts.tls === undefined) return localFields(facts, format);
  const { remote } = facts;
  return (
    (remote === undefined ? '' : remoteFields(remote, facts.interface, format)) +
    tlsFields(facts.tls, format) +
    authField(facts.auth, format) +
    transferFields(facts, format)
  );
}

function localFields(facts: DeliveryFacts, format: LogFormat): string {
  const host = facts.localHost === undefined ? '' : ` H=${facts.localHost}`;
  const transfer = authField(facts.auth, format) + transferFields(facts, format);
  return host + ownInterface(facts.interface, format) + (facts.shadow ?? '') + transfer;
}

function transferFields({ pipelining, prdr, chunking }: DeliveryFacts, { selectors }: LogFormat): string {
  const lines = pipelining !== undefined && selectors.has('pipelining') ? ` L${pipelining === 'early' ? '*' : ''}` : '';
  return lines + (prdr === true ? ' PRDR' : '') + (chunking === true ? ' K' : '');
}

/** ` H=name [address]:port* PRX=[…] I=[…]:port`, as deferrals and failures have it, too. */
export function remoteFields(remote: RemoteFacts, own: DeliveryFacts['interface'], format: LogFormat): string {
  const { selectors } = format;
  const withPorts = selectors.has('outgoing_port') && namesPorts(format, remote.port);
  const secured = remote.dnssec === true && selectors.has('dnssec') ? ' DS' : '';
  const port = withPorts && remote.port !== undefined ? `:${remote.port}` : '';
  const { proxy } = remote;
  const through =
    proxy === undefined || !selectors.has('proxy') ? '' : ` PRX=[${proxy.address}]${withPorts ? `:${proxy.port}` : ''}`;
  const fast = remote.fastOpen === undefined ? '' : remote.fastOpen === 'with-data' ? ' TFO*' : ' TFO';
  const again = remote.reused === true ? '*' : '';
  return ` H=${remote.name}${secured} [${remote.address}]${port}${again}${through}${ownInterface(own, format)}${fast}`;
}

/** Under outgoing_interface, which is usual, and incoming_interface: so it was before the former came. */
function ownInterface(own: DeliveryFacts['interface'], { selectors }: LogFormat): string {
  if (own === undefined || !selectors.has('incoming_interface') || !selectors.has('outgoing_interface')) return '';
  return ` I=[${own.address}]${selectors.has('outgoing_port') ? `:${own.port}` : ''}`;
}

function confirmationField({ confirmation }: DeliveryFacts, format: LogFormat): string {
  if (confirmation === undefined || !format.selectors.has('smtp_confirmation')) return '';
  return ` C="${quotedText(printable(confirmation, format).slice(0, MAX_CONFIRMATION))}"`;
}

const MAX_CONFIRMATION = 1024;

function timeFields({ queueMs, deliverMs }: DeliveryFacts, { selectors }: LogFormat): string {
  const fine = selectors.has('millisec');
  return (
    (queueMs === undefined || !selectors.has('queue_time') ? '' : ` QT=${formatDuration(queueMs, fine)}`) +
    (deliverMs === undefined || !selectors.has('deliver_time') ? '' : ` DT=${formatDuration(deliverMs, fine)}`)
  );
}

/** Everything for a message is done; one that was taken away by hand tells no time. */
export function completedEntry(facts: { readonly overallMs?: number }, { selectors }: LogFormat): LogEntry {
  const { overallMs } = facts;
  const time =
    overallMs !== undefined && selectors.has('queue_time_overall')
      ? ` QT=${formatDuration(overallMs, selectors.has('millisec'))}`
      : '';
  return entry('completed', facts, `Completed${time}`);
}
