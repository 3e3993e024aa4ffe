import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { nearest, ok, type Report, type Result } from '../../base/index.ts';
import {
  allWords,
  meaningsOf,
  relatedTo,
  scopeNames,
  suggestionsFor,
  type Word,
  wordsIn,
} from '../../mta/doc/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import type { ConfigDocData } from '../../ui/views/config-doc.ts';

interface Input {
  readonly name?: string;
  readonly list: boolean;
  readonly found: readonly Word[];
}

export default class ConfigDoc extends CheckCommand<Input, ConfigDocData> {
  static override summary = 'What a word of the configuration language means.';
  static override description =
    'Explains options of the main section and of every driver, drivers themselves, verbs, conditions, modifiers and controls of ACLs, items, ' +
    'operators, conditions and variables of expansions, and types of look-ups: with type, default and whether it works here. ' +
    'A name with several meanings shows all of them; redirect.file, $domain and ${lc choose one. With --list, one line for ' +
    'each word of a scope (main, router, redirect, acl, variable, tls, …), or of all.';
  static override examples = [
    '<%= config.bin %> config doc hosts',
    '<%= config.bin %> config doc redirect.file',
    "<%= config.bin %> config doc '$domain_data'",
    '<%= config.bin %> config doc --list smtp',
  ];
  static override args = { name: Args.string({ description: 'a word of the language; with --list a scope' }) };
  static override flags = { list: Flags.boolean({ description: 'one line for each word of the scope, or of all' }) };

  protected readonly facts: CommandFacts<ConfigDocData> = {
    command: 'config doc',
    schema: 'config-doc',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/config-doc.ts')).configDocView,
  };

  protected readInput(fields: Fields): Input {
    const list = fields.flag('list');
    if (list || !fields.has('name')) return readScope(fields);
    const name = fields.text('name', 'a word of the configuration language');
    const found = meaningsOf(allWords(), name);
    if (found.length === 0 && name !== '') fields.problem(unknownWord(name));
    return { name, list: false, found };
  }

  protected target({ name }: Input): string | undefined {
    return name;
  }

  protected async inspect({ list, found }: Input): Promise<Result<Report<ConfigDocData>, never>> {
    const words = list ? [] : allWords();
    const explained = found.map((word) => (list ? word : { ...word, related: relatedTo(words, word) }));
    return ok({ findings: [], data: { list, words: explained } });
  }
}

function readScope(fields: Fields): Input {
  const scope = fields.optionalText('name');
  const words = allWords();
  const found = wordsIn(words, scope);
  if (found.length === 0) {
    const near = nearest(scope ?? '', scopeNames(words));
    const hint = near === undefined ? 'as main, router, redirect, acl, variable, tls' : `did you mean "${near}"?`;
    fields.problem(`"${(scope ?? '').slice(0, 80)}" is no scope: ${hint}`);
  }
  return { ...(scope !== undefined && { name: scope }), list: true, found };
}

function unknownWord(name: string): string {
  const near = suggestionsFor(allWords(), name);
  const hint = near.length === 0 ? 'mxray config doc --list tells them' : `did you mean ${near.join(', ')}?`;
  return `the configuration language has no word "${name.slice(0, 80)}": ${hint}`;
}
