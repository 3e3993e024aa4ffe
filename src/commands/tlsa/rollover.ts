import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result } from '../../base/index.ts';
import {
  type Deployment,
  planRollover,
  type RolloverData,
  readMaterials,
  tlsaName,
  tlsaRecords,
} from '../../core/dane/index.ts';
import { type Followed, parseName, RR, rrsigRdata } from '../../core/dns/index.ts';
import { STARTTLS_PROTOCOLS, type StartTlsProtocol } from '../../core/tls/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, readTextFile } from '../../ui/command/index.ts';
import { liveChains } from '../../ui/command/live-material.ts';

interface Input {
  readonly host: string;
  readonly port: number;
  readonly starttls: StartTlsProtocol;
  readonly next: string;
  readonly publishedAt?: Date;
}

const MAX_FILE_BYTES = 4 * 1024 * 1024;

export default class TlsaRollover extends CheckCommand<Input, RolloverData> {
  static override summary = 'Is this change of keys safe now? Plans it against TTLs and the deployed chain.';
  static override description =
    'Compares the published records with the next key and with what the host shows now, and says what is still to be done ' +
    'and from when on the switch is safe. Exit status 1 while it is not.';
  static override examples = [
    '<%= config.bin %> tlsa rollover mx.example.org --next next-key.pem',
    '<%= config.bin %> tlsa rollover mx.example.org --next next.csr --published-at 2026-11-20T08:00:00Z',
  ];
  static override args = { host: Args.string({ description: "the host's name" }) };
  static override flags = {
    next: Flags.string({ helpValue: 'FILE', description: 'PEM of the next key, its request, or the next chain' }),
    'published-at': Flags.string({ helpValue: 'TIME', description: 'when the next record was put into DNS' }),
    port: Flags.string({ helpValue: 'PORT', description: 'port of the service [default: 25]' }),
    starttls: Flags.option({ options: STARTTLS_PROTOCOLS })({ description: 'how to come to TLS [default: smtp]' }),
  };

  protected readonly facts: CommandFacts<RolloverData> = {
    command: 'tlsa rollover',
    schema: 'tlsa-rollover',
    needs: 'network',
    view: async () => (await import('../../ui/views/tlsa-rollover.ts')).tlsaRolloverView,
  };

  protected readInput(fields: Fields): Input {
    const host = fields.text('host', "the host's name, such as mx.example.org");
    const publishedAt = fields.date('publishedAt');
    return {
      host: host === '' ? '' : fields.take(parseName(host), ''),
      port: fields.integer('port', { min: 1, max: 65535 }) ?? 25,
      starttls: fields.oneOf('starttls', STARTTLS_PROTOCOLS) ?? 'smtp',
      next: fields.text('next', 'the PEM file of the next key with --next'),
      ...(publishedAt !== undefined && { publishedAt }),
    };
  }

  protected target({ host, port }: Input): string {
    return `${host}:${port}`;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<RolloverData>, Failure>> {
    const next = await readNext(input.next);
    if (!next.ok) return next;
    const name = tlsaName(input.port, input.host);
    const found = await context.network.resolver.examine(name, RR.TLSA, { signal: context.signal });
    if (!found.ok) return found;
    const { status, records, reasons } = found.value.answer;
    if (status === 'bogus' || status === 'indeterminate') return err(untrusted(name, status, reasons.at(-1)?.text));
    const present = await liveChains(input, context);
    if (!present.ok) return present;
    const { publishedAt } = input;
    return ok(
      planRollover({
        name,
        host: input.host,
        published: tlsaRecords(records),
        status,
        ttlSeconds: publishedTtl(found.value.steps),
        next: next.value,
        present: present.value,
        now: context.clock.now(),
        ...(publishedAt !== undefined && { publishedAt }),
      }),
    );
  }
}

async function readNext(file: string): Promise<Result<Deployment, Failure>> {
  const text = await readTextFile(file, '--next', MAX_FILE_BYTES);
  return text.ok ? readMaterials(text.value, file) : text;
}

/** The TTL in the signature is the zone's own, whatever a cache on the way has left of it (RFC 4034 §3.1.4). */
function publishedTtl(steps: Followed['steps']): number {
  const rrset = steps.at(-1)?.rrset;
  const signed = (rrset?.signatures ?? []).flatMap((rdata) => {
    const decoded = rrsigRdata.decode(rdata);
    return decoded.ok ? [decoded.value.originalTtlSeconds] : [];
  });
  return Math.max(rrset?.ttlSeconds ?? 0, ...signed);
}

function untrusted(name: string, status: string, why = ''): Failure {
  const message = `the records at ${name} are ${status}: ${why}`;
  return {
    code: 'dane/untrusted',
    message,
    hint: 'repair DNSSEC first: mxray dnssec trace',
    fault: 'peer',
    temporary: true,
  };
}
