/** Data of the commands about mxray itself: `schema`, `explain`, `completion`. */
import type { CompletionData } from '../views/completion.ts';
import type { ExplainData, ExplainedFinding } from '../views/explain.ts';
import type { SchemaData } from '../views/schema.ts';
import { listOf, mapOf, object, oneOf, optional, text } from './shapes.ts';

export const explainData = object<ExplainData>({
  findings: listOf(
    object<ExplainedFinding>({
      id: text(),
      severity: oneOf(['ok', 'info', 'warn', 'error', 'unknown'], 'unless a check chooses another'),
      title: text(),
      explanation: text(),
      fix: optional(text()),
      refs: listOf(text()),
    }),
  ),
  ids: listOf(text(), 'all that there are'),
});

export const schemaData = object<SchemaData>({
  names: listOf(text(), 'all that there are'),
  jsonSchema: optional(mapOf({ json: {} }, 'JSON Schema, draft 2020-12')),
});

export const completionData = object<CompletionData>({ shell: oneOf(['bash', 'zsh', 'fish']), script: text() });
