/** Data of `doctor`. */
import type { Severity } from '../../base/index.ts';
import type {
  DoctorData,
  ExamData,
  ExamFacts,
  ExamName,
  Exams,
  RootsFacts,
  ServerFacts,
} from '../../core/doctor/index.ts';
import { reverseRows } from './check.ts';
import { securityStatus } from './dns.ts';
import {
  anyOf,
  constant,
  flag,
  listOf,
  number,
  object,
  oneOf,
  optional,
  type Rows,
  type Shape,
  text,
  whole,
} from './shapes.ts';

type Item<T> = T extends readonly (infer U)[] ? U : never;

const common: Rows<ExamData<object>> = {
  verdict: oneOf(['pass', 'warn', 'fail', 'unknown']),
  summary: text('one line'),
  counts: object<Record<Severity, number>>({
    ok: whole(),
    info: whole(),
    warn: whole(),
    error: whole(),
    unknown: whole(),
  }),
};

/** The rows of the facts beside the common ones: TypeScript does not see that the two make up the whole. */
const exam = <Name extends ExamName>(rows: Rows<ExamFacts[Name]>): Shape =>
  object({ ...common, ...rows } as unknown as Rows<ExamData<ExamFacts[Name]>>);

const server = object<ServerFacts>({
  server: text('address and port, or URL'),
  answers: flag(),
  latencyMs: optional(number('of the quickest of three questions')),
  dnssec: optional(oneOf(['passes', 'strips', 'bogus'])),
  validates: optional(flag('it says so (AD)')),
  edns: optional(flag()),
  error: optional(text()),
});

const roots: Rows<RootsFacts> = {
  count: whole(),
  expired: whole(),
  source: oneOf(['given', 'system', 'bundled']),
  error: optional(text()),
};

const exams = object<Exams>({
  resolver: exam<'resolver'>({ servers: listOf(server) }),
  clock: exam<'clock'>({
    synchronized: oneOf(['yes', 'no', 'unknown']),
    dnssec: anyOf(securityStatus, constant('failed')),
  }),
  addresses: exam<'addresses'>({
    addresses: listOf(object<Item<ExamFacts['addresses']['addresses']>>({ ...reverseRows, isPrivate: flag() })),
  }),
  ehlo: exam<'ehlo'>({ name: text(), addresses: listOf(text()) }),
  outward: exam<'outward'>({
    target: optional(text('HOST:PORT')),
    addresses: listOf(
      object<Item<ExamFacts['outward']['addresses']>>({
        ip: text(),
        outcome: text('tls, or what became of the attempt'),
      }),
    ),
  }),
  certificates: exam<'certificates'>(roots),
  runtime: exam<'runtime'>({
    node: text(),
    openFiles: optional(whole('absent where there is no limit')),
    entropyBits: optional(whole()),
  }),
  configuration: exam<'configuration'>({ environment: listOf(text(), 'names of variables') }),
});

export const doctorData = object<DoctorData>({ ehlo: text('the name said in EHLO'), exams });
