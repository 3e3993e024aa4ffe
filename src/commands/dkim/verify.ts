import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type ArcVerdict, arcFindingsOn, arcMethodResult, arcReport, createArcRun } from '../../core/arc/index.ts';
import { formatAuthenticationResults } from '../../core/authres/index.ts';
import {
  type Compared,
  compareBodies,
  compareFields,
  createKeyLookup,
  type DkimVerifyData,
  dkimMethodResults,
  givenKeys,
  parseGivenKey,
  type Verification,
  verificationReport,
  verifyDkim,
} from '../../core/dkim/index.ts';
import { type LineEndsMode, readHeader } from '../../core/message/index.ts';
import { authservIdFlag, readAuthservId } from '../../ui/command/authserv-id.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';
import {
  type MessageParts,
  type MessageSource,
  openMessage,
  readMessageSource,
  whileReading,
} from '../../ui/command/message-source.ts';
import type { DkimVerifyShown } from '../../ui/views/dkim-verify.ts';

interface Input {
  readonly source: MessageSource;
  readonly original?: string;
  readonly lineEnds: LineEndsMode;
  /** Name → key record, instead of the DNS. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
  readonly authservId?: string;
}

const LINE_ENDS = ['lenient', 'strict'] as const;

export default class DkimVerify extends CheckCommand<Input, DkimVerifyShown> {
  static override summary = 'Each DKIM signature of a message: does it hold, and if not, why.';
  static override description =
    'A signature passes, fails (body or header are not as signed), or cannot be judged: neutral when it has syntax errors, ' +
    'permerror for what else waiting does not mend, temperror when the key could not be had, policy for what is not relied ' +
    'on, as keys below 1024 bits (RFC 8601 §2.7.1). Any that fails makes the exit status 1, a temperror 3; a message without ' +
    'signatures is none, status 0. The message is read as it comes and never held, whatever its size. An ARC chain is verified ' +
    'and shown, where there is one: ARC (RFC 8617) is historic, so a broken one is a warning. With -v the ' +
    'Authentication-Results field to put on top.';
  static override examples = [
    '<%= config.bin %> dkim verify message.eml',
    '<%= config.bin %> dkim verify received.eml --original sent.eml',
    '<%= config.bin %> dkim verify message.eml --at 2026-11-24T12:00:00Z --json',
  ];
  static override args = { file: Args.string({ description: 'file of a mail; - is standard input' }) };
  static override flags = {
    original: Flags.string({
      helpValue: 'FILE',
      description: 'the message as sent: where a body or signed header field is not as it was, show where the two part',
    }),
    'line-ends': Flags.option({ options: LINE_ENDS })({
      description: 'lenient: a bare LF ends a line, as in files; strict: only CRLF does [default: lenient]',
    }),
    'key-record': Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      helpValue: 'NAME=RECORD',
      description: 'a key not asked for in the DNS, as s1._domainkey.example.org="v=DKIM1; p=…"',
    }),
    'authserv-id': authservIdFlag,
  };
  static override batchFields = { message: 'the mail, base64' };

  protected readonly facts: CommandFacts<DkimVerifyShown> = {
    command: 'dkim verify',
    schema: 'dkim-verify',
    needs: 'network',
    view: async () => (await import('../../ui/views/dkim-verify.ts')).dkimVerifyView,
  };

  protected readInput(fields: Fields): Input {
    const original = fields.optionalText('original');
    const source = readMessageSource(fields);
    const authservId = readAuthservId(fields);
    if (original !== undefined && 'file' in source && source.file === '-')
      fields.problem('--original needs the message to be read twice: give it as a file, not as standard input');
    return {
      source,
      lineEnds: fields.oneOf('lineEnds', LINE_ENDS) ?? 'lenient',
      keys: givenKeys(fields.texts('keyRecord').map((text) => fields.take(parseGivenKey(text), ['', '']))),
      ...(original !== undefined && { original }),
      ...(authservId !== undefined && { authservId }),
    };
  }

  protected target({ source }: Input): string | undefined {
    return 'file' in source ? source.file : undefined;
  }

  protected inspect(input: Input, context: Context): Promise<Result<Report<DkimVerifyShown>, Failure>> {
    return whileReading(async () => {
      const parts = await openMessage(input.source);
      if (!parts.ok) return parts;
      const { clock, network, signal, settings } = context;
      const lookUp = createKeyLookup(network.informed, { signal, given: input.keys });
      const options = { lookUp, clock, lineEnds: input.lineEnds };
      const chain = createArcRun(options);
      const verified = await verifyDkim(parts.value, { ...options, alongside: chain });
      if (!verified.ok) return verified;
      const beside = await compared(input, verified.value);
      if (!beside.ok) return beside;
      const report = verificationReport(verified.value, beside.value);
      return ok(withChain(report, verified.value, await chain.judge(), input.authservId ?? settings.ehlo));
    });
  }
}

/** Signatures and chain as one report, with the field that tells of both. */
function withChain(
  { findings, data }: Report<DkimVerifyData>,
  verification: Verification,
  chain: ArcVerdict,
  authservId: string,
): Report<DkimVerifyShown> {
  const hasChain = chain.result !== 'none';
  const results = [...dkimMethodResults(verification), ...(hasChain ? [arcMethodResult(chain)] : [])];
  const authenticationResults = formatAuthenticationResults({ authservId, version: 1, results });
  return {
    findings: [...findings, ...arcFindingsOn(chain)],
    data: { ...data, ...(hasChain && { arc: arcReport(chain) }), authenticationResults },
  };
}

/** Where the bodies part, for the first signature whose body is not as signed; and the header fields of one that does not verify. */
async function compared(input: Input, { verdicts }: Verification): Promise<Result<Compared, Failure>> {
  const { original } = input;
  if (original === undefined) return ok({});
  const bodies = verdicts.find(({ isBodyGood }) => isBodyGood === false)?.signature;
  const fields = verdicts.find(({ isSignatureGood }) => isSignatureGood === false)?.signature;
  const differences =
    bodies === undefined
      ? ok(undefined)
      : await besides(input, original, (before, after) => compareBodies(before, after, bodies.body, input.lineEnds));
  if (!differences.ok) return differences;
  const fieldDifferences =
    fields === undefined
      ? ok(undefined)
      : await besides(input, original, async (before, after) => {
          const [sent, received] = [await readHeader(before), await readHeader(after)];
          if (!sent.ok) return sent;
          return received.ok ? ok(compareFields(sent.value, received.value, fields)) : received;
        });
  if (!fieldDifferences.ok) return fieldDifferences;
  return ok({
    ...(differences.value !== undefined && { differences: differences.value }),
    ...(fieldDifferences.value !== undefined && { fieldDifferences: fieldDifferences.value }),
  });
}

/** Both messages opened again. */
async function besides<T>(
  { source }: Input,
  original: string,
  compare: (before: MessageParts, after: MessageParts) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const before = await openMessage({ file: original });
  if (!before.ok) return before;
  const after = await openMessage(source);
  return after.ok ? compare(before.value, after.value) : after;
}
