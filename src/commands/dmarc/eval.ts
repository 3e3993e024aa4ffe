import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, type Report, type Result, systemRandom } from '../../base/index.ts';
import {
  domainOf,
  type EvalData,
  type EvalQuestion,
  evalReport,
  type Identifier,
  MAX_FROM,
  readAuthors,
} from '../../core/dmarc/index.ts';
import {
  type DmarcSource,
  dmarcPorts,
  RECORDS_FIELD,
  RFCS,
  readDmarcSource,
  readRules,
} from '../../ui/command/dmarc-ports.ts';
import { isObject } from '../../ui/command/fields.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

interface Input extends EvalQuestion {
  readonly from: string;
  readonly source: DmarcSource;
}

/** Signatures given for one message; far more than any message carries. */
const MAX_SIGNATURES = 1000;

export default class DmarcEval extends CheckCommand<Input, EvalData> {
  static override summary = 'The DMARC verdict on a message, from what SPF and DKIM came to.';
  static override description =
    'Given the From field and the results of SPF and DKIM with their domains, finds the policy, checks alignment, and says what ' +
    'is to become of the message: result pass, fail, none, temperror (status 3) or permerror, and disposition none, quarantine ' +
    'or reject. The domain of SPF is that of MAIL FROM, or of HELO for the null sender. Under RFC 7489 pct draws lots, which ' +
    '--lot fixes.';
  static override examples = [
    '<%= config.bin %> dmarc eval alice@example.org --spf pass=bounces.example.org --dkim fail=example.org',
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
    records: RECORDS_FIELD,
  };

  protected readonly facts: CommandFacts<EvalData> = {
    command: 'dmarc eval',
    schema: 'dmarc-eval',
    needs: 'network',
    view: async () => (await import('../../ui/views/dmarc-eval.ts')).dmarcEvalView,
  };

  protected readInput(fields: Fields): Input {
    const from = fields.has('from')
      ? (fields.optionalText('from') ?? '')
      : fields.text('from', 'the From field of the message');
    if (from.length > MAX_FROM) fields.problem(`"from" is longer than ${MAX_FROM} characters`);
    return {
      from,
      authors: readAuthors(from),
      identifiers: [...readResults(fields, 'spf'), ...readResults(fields, 'dkim')],
      rules: readRules(fields),
      lot: fields.integer('lot', { min: 0, max: 99 }) ?? systemRandom.below(100),
      source: readDmarcSource(fields),
    };
  }

  protected target({ from }: Input): string {
    return from;
  }

  protected async inspect(input: Input, context: Context): Promise<Result<Report<EvalData>, Failure>> {
    const ports = await dmarcPorts(input.source, context);
    return ports.ok ? { ok: true, value: await evalReport(input, ports.value) } : ports;
  }
}

/** `pass=example.org` on the command line, objects on a line of a batch; a result without a domain vouches for nobody. */
function readResults(fields: Fields, mechanism: Identifier['mechanism']): readonly Identifier[] {
  const given = fields.list(mechanism);
  if (mechanism === 'spf' && given.length > 1) fields.problem('"spf" is one result: give one');
  if (given.length > MAX_SIGNATURES) fields.problem(`"${mechanism}" has more than ${MAX_SIGNATURES} results`);
  return given.slice(0, MAX_SIGNATURES).flatMap((item) => {
    const read = typeof item === 'string' ? fromWord(item) : isObject(item) ? fromObject(item) : undefined;
    if (read === undefined) {
      fields.problem(
        `"${mechanism}" must be a result with its domain, such as ${mechanism === 'spf' ? '' : '--dkim '}pass=example.org`,
      );
      return [];
    }
    const domain = domainOf(read.domain);
    return domain === undefined ? [] : [{ mechanism, result: read.result.toLowerCase(), domain }];
  });
}

interface Given {
  readonly result: string;
  readonly domain: string;
}

function fromWord(word: string): Given | undefined {
  const [, result, domain] = /^\s*([a-z]+)(?:[=:]\s*(\S*))?\s*$/i.exec(word) ?? [];
  return result === undefined ? undefined : { result, domain: domain ?? '' };
}

function fromObject({ result, domain }: Readonly<Record<string, unknown>>): Given | undefined {
  if (typeof result !== 'string') return undefined;
  if (domain !== undefined && domain !== null && typeof domain !== 'string') return undefined;
  return { result: result.trim(), domain: typeof domain === 'string' ? domain : '' };
}
