import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import type { Failure, Report, Result } from '../../base/index.ts';
import { ok } from '../../base/index.ts';
import { type CheckEvent, type CheckOptions, checkDane, type DaneCheckData } from '../../core/dane/index.ts';
import { addressFamily, parseName } from '../../core/dns/index.ts';
import { STARTTLS_PROTOCOLS, shareProbes, startTlsRows } from '../../core/tls/index.ts';
import {
  CheckCommand,
  type CommandFacts,
  type Context,
  type Fields,
  type Live,
  usageError,
} from '../../ui/command/index.ts';

/** A check waits for no more silent connections than these, one after the other, however many hosts there are. */
const CONNECTIONS_IN_TURN = 6;

type Input = Pick<CheckOptions, 'target' | 'port' | 'protocol' | 'allNs' | 'requireDane'>;

export default class DaneCheck extends CheckCommand<Input, DaneCheckData> {
  static override summary = 'Would a DANE-aware sender deliver here? Per mail host, address and key type.';
  static override description =
    'Looks at the MX hosts of a domain (or at one host, given as HOST:PORT or with --host): DNSSEC of every step, TLSA ' +
    'records, and a handshake for each address and key type, matched as RFC 7672 says. It ends in the record to publish.';
  static override examples = [
    '<%= config.bin %> dane check example.org',
    '<%= config.bin %> dane check mx1.example.org:25',
    '<%= config.bin %> dane check imap.example.org --host --starttls imap',
    '<%= config.bin %> dane check example.org --all-ns -o junit=dane.xml',
  ];
  static override args = { target: Args.string({ description: 'mail domain, or HOST:PORT' }) };
  static override flags = {
    host: Flags.boolean({ description: 'TARGET is a host, not a mail domain' }),
    starttls: Flags.option({ options: STARTTLS_PROTOCOLS })({
      description: 'how to come to TLS; none is TLS on connect [default: smtp]',
    }),
    port: Flags.string({ helpValue: 'PORT', description: "port of the hosts [default: the protocol's]" }),
    'all-ns': Flags.boolean({ description: 'ask every authoritative name server, and compare' }),
    'require-dane': Flags.boolean({ description: 'everything short of DANE is an error' }),
  };

  protected readonly facts: CommandFacts<DaneCheckData> = {
    command: 'dane check',
    schema: 'dane-check',
    needs: 'network',
    view: async () => (await import('../../ui/views/dane-check.ts')).daneCheckView,
  };

  protected readInput(fields: Fields): Input {
    const text = fields.text('target', 'a mail domain such as example.org, or HOST:PORT');
    const protocol = fields.oneOf('starttls', STARTTLS_PROTOCOLS) ?? 'smtp';
    const place = splitPort(text, fields);
    const port = fields.integer('port', { min: 1, max: 65535 }) ?? place.port ?? defaultPort(protocol, fields);
    const isHost = fields.flag('host') || place.port !== undefined || protocol !== 'smtp';
    return {
      target: { kind: isHost ? 'host' : 'domain', name: readTarget(place.host, fields) },
      port,
      protocol,
      allNs: fields.flag('allNs'),
      requireDane: fields.flag('requireDane'),
    };
  }

  protected target({ target, port }: Input): string {
    return target.kind === 'domain' ? target.name : `${target.name}:${port}`;
  }

  /** Hears how the check goes while it is drawn. */
  private onEvent: ((event: CheckEvent) => void) | undefined;

  protected override async live(input: Input): Promise<Live> {
    const { startDaneCheckLive } = await import('../../ui/views/dane-check.live.tsx');
    const live = startDaneCheckLive(this.target(input));
    this.onEvent = live.tell;
    return live;
  }

  protected async inspect(
    input: Input,
    { settings, network, clock, signal }: Context,
  ): Promise<Result<Report<DaneCheckData>, Failure>> {
    const { family, ehlo, timeoutMs } = settings;
    const { onEvent } = this;
    const report = await checkDane(
      {
        ...input,
        ehlo,
        timeoutMs,
        deadlineMs: timeoutMs * CONNECTIONS_IN_TURN,
        ...(family !== undefined && { family }),
      },
      {
        resolver: network.resolver,
        probe: shareProbes(network.probe),
        clock,
        signal,
        askServer: network.resolverAt,
        ...(onEvent !== undefined && { onEvent }),
      },
    );
    return ok(report);
  }
}

function splitPort(text: string, fields: Fields): { readonly host: string; readonly port?: number } {
  const match = /^([^:]*):(\d{1,5})$/.exec(text);
  if (match === null) return { host: text };
  const port = Number(match[2]);
  if (port < 1 || port > 65_535) fields.problem(`"${text}" names no port: it must be from 1 to 65535`);
  return { host: match[1]!, port };
}

function readTarget(text: string, fields: Fields): string {
  if (text === '') return '';
  if (addressFamily(text.replace(/^\[([^\]]*)\](:\d+)?$/, '$1')) !== 0) {
    fields.problem(`"${text}" is an address: DANE goes by names, give the domain or the host's name`);
    return '';
  }
  if (text.includes('@')) fields.problem(`"${text}" is a mail address: give what is behind the "@"`);
  const name = fields.take(parseName(text), '');
  if (name === '' && text === '.') fields.problem('the root is no mail domain');
  return name;
}

function defaultPort(protocol: Input['protocol'], fields: Fields): number {
  if (protocol !== 'none') return startTlsRows[protocol].port;
  if (!fields.has('port'))
    fields.take({ ok: false, error: usageError('--starttls none needs a port: HOST:PORT or --port') }, 0);
  return 0;
}
