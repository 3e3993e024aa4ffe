/** What `expand` is given: strings, a message, variables. */
import type { Fields } from './fields.ts';

export interface ExpandInput {
  /** None: lines of standard input. */
  readonly strings: readonly string[];
  /** A mail as text, or the file of one. */
  readonly message?: { readonly text: string } | { readonly file: string };
  readonly variables: Readonly<Record<string, string>>;
  /** A configuration as text, or the file of one. */
  readonly configuration?: { readonly text: string } | { readonly file: string };
  readonly functions?: string;
  readonly explain: boolean;
  readonly interactive: boolean;
}

export function readExpandInput(fields: Fields): ExpandInput {
  const isLine = fields.has('text');
  const strings = isLine ? [fields.optionalText('text') ?? ''] : fields.texts('strings');
  const interactive = fields.flag('interactive');
  if (interactive && strings.length > 0)
    fields.problem('--interactive takes no strings: it reads them from the terminal');
  const message = fields.optionalText('message');
  const functions = fields.optionalText('functions');
  return {
    strings,
    variables: { ...readAssignments(fields), ...readVars(fields) },
    explain: fields.flag('explain'),
    interactive,
    ...readConfigurationPlace(fields),
    ...(functions !== undefined && { functions }),
    ...(message !== undefined && { message: isLine ? { text: message } : { file: message } }),
  };
}

/** `config` of a line is a text; `configFile` a file, as is `--config-file` of the command line. */
function readConfigurationPlace(fields: Fields): Pick<ExpandInput, 'configuration'> {
  const text = fields.has('config') ? fields.optionalText('config') : undefined;
  if (text !== undefined) return { configuration: { text } };
  const file = fields.optionalText('configFile');
  return file === undefined ? {} : { configuration: { file } };
}

/** `--var name=value`. */
function readAssignments(fields: Fields): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const word of fields.texts('var')) {
    const [, name, value] = /^\$?([A-Za-z][A-Za-z0-9_]*)=(.*)$/s.exec(word) ?? [];
    if (name === undefined) fields.problem(`--var "${word}" must be NAME=VALUE, as local_part=ann`);
    else values[name] = value!;
  }
  return values;
}

/** `vars` of a line: an object of texts. */
function readVars(fields: Fields): Readonly<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields.object('vars') ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = String(value);
    else fields.problem(`"vars": "${name}" must be a text`);
  }
  return values;
}
