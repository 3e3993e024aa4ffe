/** The options that mean the same everywhere (cli.md), as oclif flags. Values are checked in settings.ts. */
import * as Flags from '@oclif/core/flags';
import { FORMATS } from '../formats/names.ts';
import { FAIL_ON } from './exit.ts';

export const TRUST = ['validate', 'ad', 'ad-any', 'none'] as const;
export const COLOR = ['auto', 'always', 'never'] as const;

const OUTPUT = 'OUTPUT';
const BATCH = 'MANY TARGETS';
const NETWORK = 'NETWORK';
const TRUSTED = 'TRUST';

export const commonFlags = {
  json: Flags.boolean({ description: 'the result as JSON, the same as -o json', helpGroup: OUTPUT }),
  output: Flags.string({
    char: 'o',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'FORMAT[=FILE]',
    description: `how to show the result, to standard output or into FILE; ${FORMATS.join(', ')}`,
    helpGroup: OUTPUT,
  }),
  'fail-on': Flags.option({ options: FAIL_ON, default: 'error' })({
    description: 'the least severity that makes the exit status 1',
    helpGroup: OUTPUT,
  }),
  quiet: Flags.boolean({ char: 'q', description: 'less text', helpGroup: OUTPUT }),
  verbose: Flags.boolean({ char: 'v', description: 'more text', helpGroup: OUTPUT }),
  color: Flags.option({ options: COLOR, default: 'auto' })({ description: 'colours in text', helpGroup: OUTPUT }),
  ascii: Flags.boolean({ description: 'no character beyond ASCII in text', helpGroup: OUTPUT }),
  plain: Flags.boolean({ description: 'no live drawing on a terminal', helpGroup: OUTPUT }),
  trace: Flags.boolean({
    description: 'every DNS query, mail line and TLS step, to standard error',
    helpGroup: OUTPUT,
  }),
  'trace-file': Flags.string({ helpValue: 'FILE', description: 'the trace into a file', helpGroup: OUTPUT }),
  batch: Flags.string({
    helpValue: 'FILE|-',
    description: 'one JSON object a line in, one result a line out, in the same order',
    helpGroup: BATCH,
  }),
  jobs: Flags.string({ helpValue: 'N', description: 'targets in flight at a time [default: 8]', helpGroup: BATCH }),
  resolver: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'ADDR[:PORT]|tls://…|https://…',
    description: "which resolver to ask instead of the system's",
    helpGroup: NETWORK,
  }),
  connect: Flags.string({
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'HOST:PORT=ADDR:PORT',
    description: 'where to really connect; HOST may be *',
    helpGroup: NETWORK,
  }),
  'connect-file': Flags.string({ helpValue: 'FILE', description: 'the same, a row a line', helpGroup: NETWORK }),
  ipv4: Flags.boolean({ description: '-4: IPv4 only', helpGroup: NETWORK }),
  ipv6: Flags.boolean({ description: '-6: IPv6 only', helpGroup: NETWORK }),
  source: Flags.string({ helpValue: 'ADDR', description: 'local address to dial from', helpGroup: NETWORK }),
  ehlo: Flags.string({ helpValue: 'NAME', description: 'our name in EHLO', helpGroup: NETWORK }),
  timeout: Flags.string({
    helpValue: 'SECONDS',
    description: 'patience with each question and each connection [default: 10]',
    helpGroup: NETWORK,
  }),
  trust: Flags.option({ options: TRUST, default: 'validate' })({
    description: "validate DNSSEC here, believe the resolver's AD bit, or neither",
    helpGroup: TRUSTED,
  }),
  'allow-sha1': Flags.boolean({ description: 'accept DNSSEC with SHA-1, as before RFC 9905', helpGroup: TRUSTED }),
  'trust-anchor': Flags.string({
    helpValue: 'FILE',
    description: 'DS or DNSKEY records instead of the built-in root keys',
    helpGroup: TRUSTED,
  }),
  'ca-file': Flags.string({
    helpValue: 'FILE',
    description: "trust roots instead of the system's",
    helpGroup: TRUSTED,
  }),
  'ca-path': Flags.string({ helpValue: 'DIR', description: 'a directory of trust roots', helpGroup: TRUSTED }),
  at: Flags.string({ helpValue: 'TIME', description: 'judge dates as of then (RFC 3339)', helpGroup: TRUSTED }),
};

/** Those that set up a whole run, so that no line of a batch can give them (line-fields.ts); in camelCase. */
export const RUN_WIDE = [
  ...['json', 'output', 'quiet', 'verbose', 'color', 'ascii', 'plain'],
  ...['trace', 'traceFile', 'batch', 'jobs'],
] as const;
