import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, parseIpv4, parseIpv6, type Report, type Result } from '../../base/index.ts';
import { type Name, parseName } from '../../core/dns/index.ts';
import { isSpfRecord, queryDomain, querySender, type SpfQueryData, type SpfQuestion } from '../../core/spf/index.ts';
import { authservIdFlag, readAuthservId } from '../../ui/command/authserv-id.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

type Input =
  | { readonly kind: 'domain'; readonly name: Name }
  | {
      readonly kind: 'sender';
      readonly ip: string;
      readonly question: SpfQuestion;
      readonly authservId?: string;
      readonly guess?: string;
    };

/** RFC 7208 §4.6.4: a limit on the whole check allows at least 20 seconds. */
const MIN_ELAPSED_MS = 20_000;

export default class SpfQuery extends CheckCommand<Input, SpfQueryData> {
  static override summary = 'The SPF result for a sender, term by term; without an address, the policy of a domain.';
  static override description =
    'With --ip the check of RFC 7208: the result, the term that decided, each look-up with the counter beside it, and what was ' +
    'not looked at any more. The domain is that of --sender, or of --helo for the null sender, unless it is given. ' +
    'Status 1 for fail and permerror, 3 for temperror; softfail is a warning, neutral and none are not. Without --ip the ' +
    'record, where it leads, and what is wrong with it.';
  static override examples = [
    '<%= config.bin %> spf query example.org',
    '<%= config.bin %> spf query --ip 192.0.2.1 --sender alice@example.org --helo mx.example.org',
    '<%= config.bin %> spf query example.org --ip 2001:db8::1',
    '<%= config.bin %> spf query example.org --ip 192.0.2.1 --guess "v=spf1 a/24 mx/24 ptr ?all"',
    `echo '{"id":1,"ip":"192.0.2.1","sender":"alice@example.org","helo":"mx.example.org"}' | <%= config.bin %> spf query --batch -`,
  ];
  static override args = { domain: Args.string({ description: 'whose policy [default: the domain of the sender]' }) };
  static override flags = {
    ip: Flags.string({ helpValue: 'ADDRESS', description: "the client's address, IPv4 or IPv6" }),
    sender: Flags.string({
      helpValue: 'ADDRESS',
      description: 'MAIL FROM; empty or <> for the null sender [default: postmaster of the domain]',
    }),
    helo: Flags.string({ helpValue: 'NAME', description: 'what the client said in HELO or EHLO' }),
    guess: Flags.string({
      helpValue: 'RECORD',
      description: 'with --ip: judge a domain that has no record by this one, as spf_guess of Exim does',
    }),
    'authserv-id': authservIdFlag,
  };

  protected readonly facts: CommandFacts<SpfQueryData> = {
    command: 'spf query',
    schema: 'spf-query',
    needs: 'network',
    view: async () => (await import('../../ui/views/spf-query.ts')).spfQueryView,
  };

  protected readInput(fields: Fields): Input {
    const domain = fields.optionalText('domain');
    const sender = fields.optionalText('sender')?.replace(/^<(.*)>$/, '$1');
    const helo = fields.optionalText('helo') ?? '';
    if (domain === '') fields.problem('"domain" is empty: give a domain such as example.org');
    if (!fields.has('ip') && fields.has('guess'))
      fields.problem('"ip" is missing: "guess" is for the check of a client');
    if (!fields.has('ip')) return readDomain(fields, domain, sender, helo);
    const text = fields.text('ip', 'an IPv4 or IPv6 address');
    const ip = parseIpv4(text) ?? parseIpv6(text);
    if (ip === undefined && text !== '')
      fields.problem(`"ip" must be an address such as 192.0.2.1 or 2001:db8::1, and is "${text.slice(0, 80)}"`);
    if (domain === undefined && sender === undefined && helo === '')
      fields.problem('there is no domain to check: give DOMAIN, --sender or --helo');
    const authservId = readAuthservId(fields);
    const guess = fields.optionalText('guess');
    if (guess !== undefined && !isSpfRecord(guess))
      fields.problem('"guess" must be a record, such as "v=spf1 a/24 mx/24 ptr ?all"');
    const question = {
      ip: ip ?? new Uint8Array(4),
      sender: sender ?? (domain === undefined ? '' : `postmaster@${domain}`),
      helo,
      ...(domain !== undefined && { domain }),
    };
    return {
      kind: 'sender',
      ip: text,
      question,
      ...(authservId !== undefined && { authservId }),
      ...(guess !== undefined && { guess }),
    };
  }

  protected target(input: Input): string {
    if (input.kind === 'domain') return input.name;
    const { ip, question } = input;
    const whose = question.domain ?? (question.sender === '' ? question.helo : question.sender);
    return `${whose} from ${ip}`;
  }

  protected async inspect(
    input: Input,
    { network, clock, signal, settings }: Context,
  ): Promise<Result<Report<SpfQueryData>, Failure>> {
    const dns = network.informed;
    if (input.kind === 'domain') return ok(await queryDomain(input.name, { dns, signal }));
    const ports = {
      dns,
      signal,
      now: () => clock.now(),
      receiver: settings.ehlo,
      ...(input.authservId !== undefined && { authservId: input.authservId }),
      asksAhead: true,
      limits: { elapsedMs: Math.max(MIN_ELAPSED_MS, settings.timeoutMs) },
    };
    return ok(await querySender(input.question, ports, input.guess));
  }
}

/** Without an address it is the domain's policy that is asked for, whichever way the domain is named. */
function readDomain(fields: Fields, domain: string | undefined, sender: string | undefined, helo: string): Input {
  const text = domain ?? sender?.replace(/^.*@/, '') ?? helo;
  if (text === '' && domain === undefined)
    fields.problem('"domain" is missing: give a domain such as example.org, or --ip with --sender or --helo');
  if (domain?.includes('@'))
    fields.problem(`"${domain}" is a mail address: give what is behind the "@", or --sender and --ip`);
  return { kind: 'domain', name: text === '' ? '' : fields.take(parseName(text), '') };
}
