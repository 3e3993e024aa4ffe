/** The envelope around every result, and the one around an error (cli.md "The result"). */
import type { Finding, Scope, Severity } from '../../base/index.ts';
import type { Envelope, ErrorEnvelope } from '../types.ts';
import { count, instant, list, number, object, oneOf, optional, type Schema, text } from './shapes.ts';

const severity = oneOf<Severity>('ok', 'info', 'warn', 'error', 'unknown');

const scope = object<Scope>({
  domain: optional(text),
  mx: optional(text),
  host: optional(text),
  ip: optional(text),
  port: optional(count),
  keyType: optional(text),
  zone: optional(text),
  file: optional(text),
});

const finding = object<Finding>(
  {
    id: text,
    severity,
    scope,
    title: text,
    detail: optional(text),
    fix: optional(text),
    refs: list(text),
    evidence: optional({ type: 'object' }),
  },
  {
    id: 'stable; "mxray explain ID" tells more',
    detail: 'the particulars of this case',
    fix: 'what to do in this case',
    refs: 'clauses of standards',
    evidence: 'facts behind it',
  },
);

/** @param name  of the schema, as `dane-check` */
export function envelopeSchema<Data>(name: string, command: string, data: Schema<Data>): Schema<Envelope<Data>> {
  const envelope = object<Envelope<Data>>(
    {
      schema: { const: `mxray/${name}/1` },
      tool: object<Envelope['tool']>({ name: { const: 'mxray' }, version: text }),
      command: { const: command },
      target: optional(text),
      startedAt: instant,
      durationMs: number,
      verdict: oneOf('pass', 'warn', 'fail', 'unknown'),
      exit: count,
      summary: object<Envelope['summary']>({ ok: count, info: count, warn: count, error: count, unknown: count }),
      findings: list(finding),
      data,
    } as never,
    { summary: 'findings by severity', exit: 'the status of the process, in text mode as well' } as never,
  );
  return { ...head(name, `The result of "mxray ${command}"`), ...withId(envelope) };
}

export const errorSchema: Schema<ErrorEnvelope> = {
  ...head('error', 'What stopped a command, or a line of a batch'),
  ...withId(
    object<ErrorEnvelope>(
      {
        schema: { const: 'mxray/error/1' },
        error: object<ErrorEnvelope['error']>(
          { code: text, message: text, hint: optional(text) },
          { hint: 'what would be right' },
        ),
        exit: count,
      },
      { exit: 'the status of the process, in text mode as well' },
    ),
  ),
};

function head(name: string, title: string): Schema<never> {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `urn:mxray:${name}:1`, title };
}

/** A result of a batch has the `id` of its line. */
function withId<T>(schema: Schema<T>): Schema<T> {
  const properties = { ...(schema.properties as object), id: { description: 'of the line of the batch, as it was' } };
  return { ...schema, properties };
}
