import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import {
  type Failure,
  fromBase64,
  ok,
  parseIpv4,
  parseIpv6,
  type Report,
  type Result,
  systemRandom,
} from '../../base/index.ts';
import { formatAuthenticationResults, type MethodResult } from '../../core/authres/index.ts';
import {
  authenticateMessage,
  believeResults,
  type DmarcPorts,
  dmarcMethodResult,
  type EvalData,
  type EvalQuestion,
  evalReport,
  identifierResults,
  MAX_FROM,
  readAuthors,
} from '../../core/dmarc/index.ts';
import type { SpfQuestion } from '../../core/spf/index.ts';
import { authservIdFlag, readAuthservId } from '../../ui/command/authserv-id.ts';
import {
  type DmarcSource,
  dmarcPorts,
  RECORDS_FIELD,
  RFCS,
  readDmarcSource,
  readRules,
} from '../../ui/command/dmarc-ports.ts';
import { readGivenResults } from '../../ui/command/dmarc-results.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import { type MessageSource, openMessage, whileReading } from '../../ui/command/message-source.ts';
import type { DmarcEvalShown } from '../../ui/views/dmarc-eval.ts';

interface Input extends EvalQuestion {
  readonly from: string;
  readonly source: DmarcSource;
  /** A message to look at instead of what was given. */
  readonly message?: MessageSource;
  readonly client?: SpfQuestion;
  /** Whose word in the message is taken for the results of SPF and DKIM. */
  readonly believed?: string;
  readonly authservId?: string;
}

/** A question with what is known of SPF and DKIM beside their domains. */
type Completed = EvalQuestion & { readonly methods: readonly MethodResult[] };

export default class DmarcEval extends CheckCommand<Input, DmarcEvalShown> {
  static override summary = 'The DMARC verdict on a message, from what SPF and DKIM came to.';
  static override description =
    'Given the From field and the results of SPF and DKIM with their domains, or a message and who sent it, finds the policy, checks alignment, and says what ' +
    'is to become of the message: result pass, fail, none, temperror (status 3) or permerror, and disposition none, quarantine ' +
    'or reject. The domain of SPF is that of MAIL FROM, or of HELO for the null sender. Under RFC 7489 pct draws lots, which ' +
    '--lot fixes.';
  static override examples = [
    '<%= config.bin %> dmarc eval alice@example.org --spf pass=bounces.example.org --dkim fail=example.org',
    '<%= config.bin %> dmarc eval --message-file mail.eml --ip 192.0.2.1 --mail-from bounce@example.org --helo mx.example.org',
    '<%= config.bin %> dmarc eval --message-file mail.eml --authres mx.example.net',
    '<%= config.bin %> dmarc eval alice@example.org --dkim pass=example.org --dkim pass=list.example.net --rfc both',
    `echo '{"from":"a@example.org","spf":{"result":"pass","domain":"example.org"},"dkim":[]}' | <%= config.bin %> dmarc eval --batch -`,
  ];
  static override args = { from: Args.string({ description: 'the From field, an address or its domain' }) };
  static override flags = {
    spf: Flags.string({ helpValue: 'RESULT=DOMAIN', description: 'what SPF came to, as pass=example.org' }),
    dkim: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'RESULT=DOMAIN',
      description: 'what a DKIM signature came to, with its d=; one for each signature',
    }),
    'message-file': Flags.string({
      helpValue: 'FILE',
      description: 'a mail instead of FROM, --spf and --dkim: its signatures are verified; - is standard input',
    }),
    ip: Flags.string({ helpValue: 'ADDRESS', description: 'with a mail: who sent it, for SPF' }),
    'mail-from': Flags.string({ helpValue: 'ADDRESS', description: 'with --ip: MAIL FROM; empty for the null sender' }),
    helo: Flags.string({ helpValue: 'NAME', description: 'with --ip: what the client said in HELO' }),
    authres: Flags.string({
      helpValue: 'NAME',
      description:
        'with a mail: believe the Authentication-Results of this authserv-id instead of checking SPF and DKIM',
    }),
    'authserv-id': authservIdFlag,
    rfc: Flags.string({ helpValue: RFCS.join('|'), description: 'which rules [default: 9989]' }),
    psl: Flags.string({ helpValue: 'FILE', description: 'list of public suffixes, for RFC 7489' }),
    lot: Flags.string({
      helpValue: 'N',
      description: 'under pct, 0 to 99: the policy is for the message when it is below pct [default: random]',
    }),
  };
  static override batchFields = {
    spf: 'what SPF came to: {"result": "pass", "domain": "example.org"}',
    dkim: 'what each signature came to: a list of {"result": "pass", "domain": "example.org"}',
    message: 'a mail in base64, instead of from, spf and dkim',
    records: RECORDS_FIELD,
  };

  protected readonly facts: CommandFacts<DmarcEvalShown> = {
    command: 'dmarc eval',
    schema: 'dmarc-eval',
    needs: 'network',
    view: async () => (await import('../../ui/views/dmarc-eval.ts')).dmarcEvalView,
  };

  protected readInput(fields: Fields): Input {
    const message = readMessage(fields);
    const common = {
      rules: readRules(fields),
      lot: fields.integer('lot', { min: 0, max: 99 }) ?? systemRandom.below(100),
      source: readDmarcSource(fields),
      ...optional('authservId', readAuthservId(fields)),
    };
    if (message !== undefined) {
      for (const name of ['from', 'spf', 'dkim'])
        if (fields.has(name)) fields.problem(`"${name}" is read from the message: leave it out, or the message`);
      const believed = readBelieved(fields);
      const client = believed === undefined ? readClient(fields) : undefined;
      const nothing = { authors: { domains: [], unreadable: [] }, identifiers: [] };
      return {
        ...common,
        ...nothing,
        from: '',
        message,
        ...optional('client', client),
        ...optional('believed', believed),
      };
    }
    for (const name of ['ip', 'helo', 'mailFrom', 'authres'])
      if (fields.has(name))
        fields.problem(`"${name}" needs a message: give it with --message-file, or the result with --spf`);
    const from = fields.has('from')
      ? (fields.optionalText('from') ?? '')
      : fields.text('from', 'the From field of the message');
    if (from.length > MAX_FROM) fields.problem(`"from" is longer than ${MAX_FROM} characters`);
    const identifiers = [...readGivenResults(fields, 'spf'), ...readGivenResults(fields, 'dkim')];
    return { ...common, from, authors: readAuthors(from), identifiers };
  }

  protected target({ from, message }: Input): string {
    return message === undefined ? from : 'file' in message ? message.file : 'message';
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<DmarcEvalShown>, Failure>> {
    const ports = await dmarcPorts(input.source, context);
    if (!ports.ok) return ports;
    const question = await whileReading(() => completed(input, ports.value, context));
    if (!question.ok) return question;
    const report = await evalReport(question.value, ports.value);
    return ok(withField(report, question.value.methods, input.authservId ?? context.settings.ehlo));
  }
}

/** With what the message says, where one is given. */
async function completed(input: Input, { dns }: DmarcPorts, context: Context): Promise<Result<Completed, Failure>> {
  if (input.message === undefined) return ok({ ...input, methods: identifierResults(input.identifiers) });
  const parts = await openMessage(input.message);
  if (!parts.ok) return parts;
  const { clock, signal, settings } = context;
  const ports = { dns, signal, clock, now: () => clock.now(), receiver: settings.ehlo };
  const found =
    input.believed === undefined
      ? await authenticateMessage(parts.value, input.client, ports)
      : await believeResults(parts.value, input.believed);
  return found.ok ? ok({ ...input, ...found.value }) : found;
}

/** With the Authentication-Results field that tells of it (RFC 8601). */
function withField(
  { data, findings }: Report<EvalData>,
  methods: readonly MethodResult[],
  authservId: string,
): Report<DmarcEvalShown> {
  const results = [...methods, dmarcMethodResult(data)];
  return {
    findings,
    data: { ...data, authenticationResults: formatAuthenticationResults({ authservId, version: 1, results }) },
  };
}

/** Base64 on a line of a batch, the name of a file on the command line. */
function readMessage(fields: Fields): MessageSource | undefined {
  if (fields.has('messageFile')) return { file: fields.text('messageFile', 'the file of a mail') };
  if (!fields.has('message')) return undefined;
  const octets = fromBase64(fields.optionalText('message') ?? '');
  if (octets === undefined) fields.problem('"message" must be a mail in base64');
  return { octets: octets ?? new Uint8Array() };
}

/** Whose results in the header are taken; who sent the message is nothing to ask SPF about then. */
function readBelieved(fields: Fields): string | undefined {
  const believed = fields.optionalText('authres');
  if (believed === undefined) return undefined;
  if (believed.trim() === '') fields.problem('"authres" must be an authserv-id such as mx.example.org, and is empty');
  for (const name of ['ip', 'helo', 'mailFrom'])
    if (fields.has(name))
      fields.problem(`"${name}" is for SPF, which is not asked when "authres" is believed: leave one out`);
  return believed;
}

const optional = <K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: T };

/** Who sent the message: an address, and the sender or the name in HELO that SPF is about. */
function readClient(fields: Fields): SpfQuestion | undefined {
  const sender = fields.optionalText('mailFrom')?.replace(/^<(.*)>$/, '$1') ?? '';
  const helo = fields.optionalText('helo') ?? '';
  if (!fields.has('ip')) {
    if (sender !== '' || helo !== '') fields.problem('"ip" is missing: SPF needs the address of the client');
    return undefined;
  }
  const text = fields.text('ip', 'the address of the client');
  const ip = parseIpv4(text) ?? parseIpv6(text);
  if (ip === undefined) fields.problem(`"ip" must be an address such as 192.0.2.1, and is "${text.slice(0, 80)}"`);
  if (sender === '' && helo === '')
    fields.problem('"mailFrom" is missing: give MAIL FROM, or HELO for the null sender');
  return { ip: ip ?? new Uint8Array(4), sender, helo };
}
