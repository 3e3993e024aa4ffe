import { existsSync } from 'node:fs';
import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import type { Name } from '../../core/dns/index.ts';
import { lintDomain, lintTexts, recordsIn, type SpfLintData, type TextRecord } from '../../core/spf/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields, readTextFile } from '../../ui/command/index.ts';
import { readDomainName } from '../../ui/command/policy-domain.ts';

type Input =
  | { readonly kind: 'domain'; readonly name: Name }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

const MAX_FILE_BYTES = 1024 * 1024;

export default class SpfLint extends CheckCommand<Input, SpfLintData> {
  static override summary = 'What is wrong or unwise in an SPF record, and how to mend it.';
  static override description =
    'Of a domain the record is looked up and followed; of a text (beginning with v=spf1) or a file (TXT records in zone-file ' +
    'form, or a record a line) the words alone are judged. Every fault is told at once, each with its code and its remedy; ' +
    'status 1 where a check would end in permerror.';
  static override examples = [
    '<%= config.bin %> spf lint example.org',
    `<%= config.bin %> spf lint 'v=spf1 a mx:mail.example.org ip4:192.0.2.0/33 -all'`,
    '<%= config.bin %> spf lint --file example.org.zone',
  ];
  static override args = { target: Args.string({ description: 'a domain, the text of a record, or a file' }) };
  static override flags = {
    record: Flags.string({ helpValue: 'TEXT', description: 'the text of a record, whatever it begins with' }),
    file: Flags.string({ helpValue: 'FILE', description: 'a file of records' }),
    domain: Flags.string({ helpValue: 'NAME', description: 'a domain, even where a file is called so' }),
  };

  protected readonly facts: CommandFacts<SpfLintData> = {
    command: 'spf lint',
    schema: 'spf-lint',
    needs: 'network',
    view: async () => (await import('../../ui/views/spf-lint.ts')).spfLintView,
  };

  protected readInput(fields: Fields): Input {
    const given = ['target', 'record', 'file', 'domain'].filter((name) => fields.has(name));
    if (given.length > 1)
      fields.problem(`${given.map((name) => `"${name}"`).join(' and ')} exclude each other: give one`);
    if (fields.has('record')) return { kind: 'text', text: fields.optionalText('record') ?? '' };
    if (fields.has('file')) return { kind: 'file', path: fields.text('file', 'a file') };
    if (fields.has('domain'))
      return { kind: 'domain', name: readDomainName(fields.text('domain', 'a domain'), fields) };
    return readTarget(fields.text('target', 'a domain, the text of a record, or a file'), fields);
  }

  protected target(input: Input): string {
    return input.kind === 'domain' ? input.name : input.kind === 'file' ? input.path : input.text;
  }

  protected async inspect(input: Input, { network, signal }: Context): Promise<Result<Report<SpfLintData>, Failure>> {
    if (input.kind === 'domain') return ok(await lintDomain(input.name, { dns: network.informed, signal }));
    const records = await readRecords(input);
    return records.ok ? ok(lintTexts(records.value)) : records;
  }
}

function readTarget(text: string, fields: Fields): Input {
  if (/^"?v=spf/i.test(text)) return { kind: 'text', text };
  if (text.includes('/') || (text !== '' && existsSync(text))) return { kind: 'file', path: text };
  return { kind: 'domain', name: text === '' ? '' : readDomainName(text, fields) };
}

async function readRecords(input: Exclude<Input, { kind: 'domain' }>): Promise<Result<readonly TextRecord[], Failure>> {
  if (input.kind === 'text') return ok(/^\s*"/.test(input.text) ? recordsIn(input.text, '') : [{ text: input.text }]);
  const text = await readTextFile(input.path, '"file"', MAX_FILE_BYTES);
  if (!text.ok) return text;
  const records = recordsIn(text.value, input.path);
  return ok(records.length === 0 ? [{ text: '' }] : records);
}
