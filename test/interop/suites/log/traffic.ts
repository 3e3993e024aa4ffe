/** A day of mail as our own lines, from a seed. */
import {
  arrivalEntry,
  authFailureEntry,
  closedEntry,
  completedEntry,
  createLog,
  deferralEntry,
  deliveryEntry,
  discardedAddressEntry,
  droppedEntry,
  failureEntry,
  type HostFacts,
  helloEntry,
  type Log,
  readLogSettings,
  refusedEntry,
  rejectionEntry,
  tooLargeEntry,
} from '../../../../src/mta/log/index.ts';

export interface Variant {
  readonly name: string;
  readonly options: Readonly<Record<string, string | boolean>>;
}

export const VARIANTS: readonly Variant[] = [
  { name: 'as usual', options: {} },
  { name: 'every field', options: { log_selector: '+all -pid -millisec' } },
  { name: 'thousandths', options: { log_selector: '+millisec +queue_time +deliver_time' } },
  { name: 'time zone and process', options: { log_selector: '+pid', log_timezone: true } },
];

/** Writes the log of a day with so many messages into `folder`/mainlog. */
export function writeTraffic(folder: string, { options }: Variant, messages: number): void {
  const read = readLogSettings(
    (name) => ({ log_file_path: `${folder}/%slog`, write_rejectlog: false, ...options })[name],
  );
  if (!read.ok) throw new Error(read.error.message);
  const day = new Day();
  const clock = { now: () => new Date(day.atMs), monotonicMs: () => 0 };
  const log = createLog(read.value, { clock, pid: 4711 });
  for (let count = 0; count < messages; count += 1) day.message(log, count);
  log.flush();
}

/** Park and Miller's generator: the same day every time. */
class Day {
  atMs = new Date(2026, 10, 25, 0, 0, 1).getTime();
  private state = 20_261_125;

  private below(limit: number): number {
    this.state = (this.state * 48_271) % 2_147_483_647;
    return this.state % limit;
  }

  message(log: Log, count: number): void {
    this.atMs += this.below(150_000);
    const host = this.host();
    if (this.below(4) === 0) {
      this.refusal(log, host);
      return;
    }
    const id = `1x${String(count).padStart(4, '0')}-${String(this.below(1_000_000)).padStart(6, '0')}-0A`;
    const sender = this.below(9) === 0 ? '' : `s${this.below(20)}@from${this.below(5)}.example`;
    log.write(this.arrival(sender, host, log), id);
    this.atMs += this.below(5_000);
    this.outcome(log, id, sender);
  }

  private host(): HostFacts {
    const number = this.below(30);
    return {
      address: `192.0.2.${number}`,
      port: 1024 + number,
      helo: `h${number}.net${number % 4}.example`,
      ...(number % 3 === 0 && { name: `h${number}.net${number % 4}.example` }),
      interface: { address: '192.0.2.254', port: 25 },
    };
  }

  private arrival(sender: string, host: HostFacts, log: Log) {
    const isLocal = this.below(6) === 0;
    const number = this.below(1_000);
    return arrivalEntry(
      {
        sender,
        host: isLocal ? { ident: `user${number % 3}` } : host,
        protocol: isLocal ? 'local' : 'esmtp',
        sizeBytes: 300 + this.below(90_000),
        receiveMs: this.below(4_000),
        messageId: `m${number}@from.example`,
        subject: `Number ${number} "quoted"`,
        rawSender: sender,
        rawRecipients: ['ann@example.org'],
      },
      log.format,
    );
  }

  private outcome(log: Log, id: string, sender: string): void {
    const common = {
      sender,
      returnPath: sender,
      router: 'r',
      queueMs: this.below(7_000),
      deliverMs: this.below(2_000),
    };
    const address = { final: `ann${this.below(9)}@example.org`, parents: [] };
    const kind = this.below(8);
    if (kind === 0) {
      log.write(deferralEntry({ address, router: 'r', error: -1, message: 'later' }, log.format), id);
      return;
    }
    if (kind === 1)
      log.write(failureEntry({ address, sender, message: 'Unrouteable address', deliverMs: 0 }, log.format), id);
    else if (kind === 2)
      log.write(discardedAddressEntry({ address: address.final, router: 'bh', how: ':blackhole:' }), id);
    else if (kind < 5)
      log.write(
        deliveryEntry(
          {
            ...common,
            address,
            transport: 'smtp',
            remote: { name: `mx${kind}.dest.example`, address: '198.51.100.7', port: 25 },
            confirmation: '250 OK id=1xWL1a-0003pi-2n',
          },
          log.format,
        ),
        id,
      );
    else this.local(log, id, common);
    this.atMs += this.below(4_000_000) >> this.below(12);
    log.write(completedEntry({ overallMs: 1_500 }, log.format), id);
  }

  private local(log: Log, id: string, common: { sender: string; returnPath: string; router: string }): void {
    const address = { final: `bob${this.below(4)}@example.org`, asLocal: true, parents: ['all@example.org'] };
    const pipe = { final: '|/usr/bin/vacation', special: true, parents: ['bob@example.org'] };
    log.write(deliveryEntry({ ...common, address, transport: 'maildir' }, log.format), id);
    log.write(deliveryEntry({ ...common, kind: 'further', address, transport: 'maildir' }, log.format), id);
    if (this.below(3) === 0) log.write(deliveryEntry({ ...common, address: pipe, transport: 'pipe' }, log.format), id);
  }

  private refusal(log: Log, host: HostFacts): void {
    const { format } = log;
    const what = { at: 'RCPT', argument: '<deny@example.org>' } as const;
    const sender = 'spam@from.example';
    const made = [
      () => rejectionEntry({ host, sender, what, message: 'no such user' }, format),
      () => rejectionEntry({ host, sender, what, temporary: true, message: 'greylisted: come again' }, format),
      () =>
        rejectionEntry({ host, sender, what, message: `192.0.2.1 is listed at list${this.below(2)}.example` }, format),
      () => rejectionEntry({ host, sender, what: { at: 'data' }, message: 'a virus' }, format),
      () => rejectionEntry({ host, what: { at: 'connect' }, message: 'not today' }, format),
      () => helloEntry({ host: { address: host.address! }, verb: 'EHLO', argument: 'a_b', why: 'syntax' }, format),
      () => droppedEntry({ host, why: 'nonmail', line: 'NOOP', commands: ['EHLO', 'NOOP'] }, format),
      () => refusedEntry({ host: { address: host.address! }, why: { kind: 'too-many' } }, format),
      () => tooLargeEntry({ host, sender, sizeBytes: 9, limitBytes: 8, at: 'MAIL' }, format),
      () => authFailureEntry({ host, authenticator: 'plain', message: '535 Incorrect authentication data' }, format),
      () => closedEntry({ host, by: 'quit' }, format),
    ];
    log.write(made[this.below(made.length)]!());
  }
}
