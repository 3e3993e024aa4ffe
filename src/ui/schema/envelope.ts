/** The two things every command may print: the envelope around its data, and the error that stopped it (cli.md "The result"). */
import type { Finding, Scope, Severity } from '../../base/index.ts';
import type { Envelope, ErrorEnvelope } from '../types.ts';
import {
  anything,
  constant,
  instant,
  type JsonSchema,
  listOf,
  mapOf,
  number,
  object,
  oneOf,
  optional,
  type Shape,
  text,
  whole,
} from './shapes.ts';

const SEVERITIES: readonly Severity[] = ['ok', 'info', 'warn', 'error', 'unknown'];

const scope = object<Scope>({
  domain: optional(text()),
  mx: optional(text()),
  host: optional(text()),
  ip: optional(text()),
  port: optional(whole()),
  keyType: optional(text()),
  zone: optional(text()),
  file: optional(text()),
});

const finding = object<Finding>({
  id: text('stable and dotted; see mxray explain'),
  severity: oneOf(SEVERITIES),
  scope,
  title: text(),
  detail: optional(text()),
  fix: optional(text('what to do in this case')),
  refs: listOf(text(), 'clauses of standards'),
  evidence: optional(mapOf(anything())),
});

/** A line of a batch gets its `id` back. */
interface Line {
  readonly id?: unknown;
}

const id = optional(anything('of the batch line, echoed back'));
const exit = oneOf([0, 1, 2, 3], 'the exit status');

export function envelopeSchema(name: string, command: string, data: Shape): JsonSchema {
  const envelope = object<Envelope & Line>({
    id,
    schema: constant(`mxray/${name}/1`),
    tool: object<Envelope['tool']>({ name: constant('mxray'), version: text() }),
    command: constant(command),
    target: optional(text()),
    startedAt: instant(),
    durationMs: number(),
    verdict: oneOf(['pass', 'warn', 'fail', 'unknown']),
    exit,
    summary: object<Envelope['summary']>({
      ok: whole(),
      info: whole(),
      warn: whole(),
      error: whole(),
      unknown: whole(),
    }),
    findings: listOf(finding),
    data,
  });
  return document(name, envelope);
}

export function errorSchema(): JsonSchema {
  const error = object<ErrorEnvelope['error']>({
    code: text('stable, module/kind: dns/timeout, usage, …'),
    message: text(),
    hint: optional(text('what would be right')),
  });
  return document('error', object<ErrorEnvelope & Line>({ id, schema: constant('mxray/error/1'), error, exit }));
}

/** Of something that a command reads, which has no envelope. */
export const inputSchema = (name: string, shape: Shape): JsonSchema => document(name, shape);

const document = (name: string, { json }: Shape): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: `urn:mxray:${name}:1`,
  title: name,
  ...json,
});
