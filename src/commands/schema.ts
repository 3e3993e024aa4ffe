import * as Args from '@oclif/core/args';
import { nearest, ok, type Report, type Result } from '../base/index.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../ui/command/index.ts';
import { schemaFor, schemaNames } from '../ui/schema/registry.ts';
import type { JsonSchema } from '../ui/schema/shapes.ts';
import type { SchemaData } from '../ui/views/schema.ts';

interface Input {
  readonly name?: string;
  readonly jsonSchema?: JsonSchema;
}

export default class Schema extends CheckCommand<Input, SchemaData> {
  static override summary = 'The JSON Schema of what a command prints with --json.';
  static override description =
    'Draft 2020-12, for the envelope with the data of that command; "error" is what every command prints when something ' +
    'kept it from trying, "dsn-queue-entry" what dsn craft reads. Without a name, the names.';
  static override examples = [
    '<%= config.bin %> schema dane-check > dane-check.schema.json',
    '<%= config.bin %> schema',
  ];
  static override args = {
    command: Args.string({ description: 'a command with dashes, as dane-check; or error' }),
  };

  protected readonly facts: CommandFacts<SchemaData> = {
    command: 'schema',
    schema: 'schema',
    needs: 'nothing',
    view: async () => (await import('../ui/views/schema.ts')).schemaView,
  };

  protected readInput(fields: Fields): Input {
    const name = fields.optionalText('command');
    if (name === undefined) return {};
    const jsonSchema = schemaFor(name);
    if (jsonSchema !== undefined) return { name, jsonSchema };
    const near = nearest(name, schemaNames);
    fields.problem(
      `there is no schema "${name}": ${near === undefined ? 'mxray schema lists them' : `did you mean ${near}?`}`,
    );
    return {};
  }

  protected target({ name }: Input): string | undefined {
    return name;
  }

  protected async inspect({ jsonSchema }: Input): Promise<Result<Report<SchemaData>, never>> {
    const data = { names: schemaNames, ...(jsonSchema !== undefined && { jsonSchema }) };
    return ok({ findings: [], data });
  }
}
