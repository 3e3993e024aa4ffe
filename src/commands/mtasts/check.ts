import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { err, type Failure, ok, type Report, type Result, readBoundedFile } from '../../base/index.ts';
import { type Name, parseName } from '../../core/dns/index.ts';
import { checkMtaSts, type MtaStsCheckData } from '../../core/mtasts/index.ts';
import { loadRoots } from '../../core/pki/index.ts';
import { shareProbes } from '../../core/tls/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { readPolicyDomain } from '../../ui/command/policy-domain.ts';

interface Input {
  readonly domain: Name;
  /** The name of a file; in a batch, a text. */
  readonly policy?: string;
  readonly records?: readonly string[];
  readonly mx?: readonly Name[];
  readonly probes: boolean;
}

/** Senders take 64 KiB; a larger file is judged as far as the faults that it may have. */
const MAX_POLICY_BYTES = 1024 * 1024;

export default class MtaStsCheck extends CheckCommand<Input, MtaStsCheckData> {
  static override summary = 'Would a sender that goes by MTA-STS deliver here? Record, policy, and every MX host.';
  static override description =
    'Looks up the record, fetches the policy as senders must (a certificate for the policy host, no redirects, status 200, 64 KiB, ' +
    'one minute), asks whether a pattern covers each MX host, and whether each address of it shows a certificate that is valid for ' +
    'it. Tells where DANE fails beside it, which MTA-STS does not mend. It ends in the record and the policy to publish.';
  static override examples = [
    '<%= config.bin %> mtasts check example.org',
    '<%= config.bin %> mtasts check example.org --policy mta-sts.txt',
    '<%= config.bin %> mtasts check example.org --policy mta-sts.txt --mx mx1.example.org --mx mx2.example.org --no-probe',
  ];
  static override args = { domain: Args.string({ description: 'mail domain' }) };
  static override flags = {
    policy: Flags.string({ helpValue: 'FILE', description: 'judge this policy, and fetch none' }),
    record: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'TEXT',
      description: 'text of the TXT record, which is not looked up then; again for several',
    }),
    mx: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'HOST',
      description: 'an MX host; those of DNS are not looked up then, nor is DANE',
    }),
    'no-probe': Flags.boolean({ description: 'connect to no mail host' }),
  };
  static override batchFields = {
    policy: 'text of a policy to judge: none is fetched then',
    record: 'texts of TXT records, a list: none are looked up then',
    mx: 'MX hosts, a list: none are looked up then',
  };

  protected readonly facts: CommandFacts<MtaStsCheckData> = {
    command: 'mtasts check',
    schema: 'mtasts-check',
    needs: 'network',
    view: async () => (await import('../../ui/views/mtasts-check.ts')).mtaStsCheckView,
  };

  protected readInput(fields: Fields): Input {
    const domain = readPolicyDomain(fields);
    const policy = fields.optionalText('policy');
    return {
      domain,
      ...(policy !== undefined && { policy }),
      ...(fields.has('record') && { records: fields.texts('record') }),
      ...(fields.has('mx') && { mx: fields.texts('mx').map((text) => fields.take(parseName(text), '')) }),
      probes: !fields.flag('noProbe'),
    };
  }

  protected target({ domain }: Input): string {
    return domain;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<MtaStsCheckData>, Failure>> {
    const { network, settings, clock, signal } = context;
    const policy = await readPolicy(input, context);
    if (!policy.ok) return policy;
    const { caFile, caPath, family, ehlo, timeoutMs } = settings;
    const roots = await loadRoots({
      ...(caFile !== undefined && { caFile }),
      ...(caPath !== undefined && { caPath }),
      bundled: async () => (await import('../../core/net/index.ts')).bundledRoots(),
    });
    if (!roots.ok) return roots;
    const { domain, records, mx, probes } = input;
    const ports = {
      resolver: network.informed,
      probe: shareProbes(network.probe),
      fetch: network.net.fetch,
      addressesOf: network.addressesOf,
      roots: roots.value,
      clock,
      signal,
    };
    const options = {
      ...(policy.value !== undefined && { policy: policy.value }),
      ...(records !== undefined && { records }),
      ...(mx !== undefined && { mx }),
      ...(family !== undefined && { family }),
      probes,
      ehlo,
      timeoutMs,
    };
    return ok(await checkMtaSts(ports, domain, options));
  }
}

/** In a batch a text; there, too, `--policy` before the lines may name a file for all of them. */
async function readPolicy({ policy }: Input, { settings }: Context): Promise<Result<Uint8Array | undefined, Failure>> {
  if (policy === undefined) return ok(undefined);
  const isBatch = settings.batch !== undefined;
  if (isBatch && (policy === '' || /[\n\r:]/.test(policy))) return ok(Buffer.from(policy));
  const read = await readBoundedFile(policy, MAX_POLICY_BYTES);
  if (read.ok) return read;
  if (isBatch && read.error.code === 'file/missing') return ok(Buffer.from(policy));
  return err({ ...read.error, message: `--policy: ${read.error.message}` });
}
