/** A mistake in a configuration in Exim's words, which tell the first one and end. */
import type { ConfigurationError, ToldMistake } from './types.ts';

export type Mistake = Pick<ConfigurationError, 'place' | 'message' | 'severity'> &
  Partial<Pick<ConfigurationError, 'code' | 'told'>>;

/** @returns two lines without the end of the second, or one where there is no file; undefined: nothing among them keeps the configuration from being used */
export function firstMistake(found: readonly Mistake[]): string | undefined {
  const first = found.find(({ severity }) => severity === 'error');
  if (first?.code === 'file' && first.message.endsWith(MISSING))
    return `non-existent configuration file(s): ${first.place.file}`;
  if (first?.told !== undefined) return `${whoseOf(first.told)}\n  ${first.told.text}`;
  return first && `${whereOf(first)}\n  ${withoutOurs(first.message)}`;
}

const MISSING = ': no such file or directory';

const whoseOf = ({ whose }: ToldMistake): string =>
  `Exim configuration error${whose === undefined ? '' : ` for ${whose}`}:`;

/** Of these Exim does not say where. */
const PLACELESS: readonly RegExp[] = [
  /^macro ".*" is already defined/,
  /^can't redefine an undefined macro/,
  /^".*" cannot be defined as a macro/,
  /^no driver defined for /,
  /^there are two (?:router|transport|authenticator)s called /,
  /^two (?:client|server) authenticators /,
  /log_selector setting: /,
  /^failed to interpret syslog_facility /,
];

const whereOf = ({ place: { file, line }, message }: Mistake): string =>
  line === 0 || PLACELESS.some((one) => one.test(message))
    ? 'Exim configuration error:'
    : `Exim configuration error in line ${line} of ${file}:`;

/** What our sentences say beyond Exim's. */
const OURS: readonly (readonly [RegExp, string])[] = [
  [/^(?:router|transport|authenticator) [^ ]*: (option ".*" unknown)/s, '$1'],
  [/^(invalid time value for \w+): .*$/s, '$1'],
  [/^((?:router|transport|authenticator) name missing|missing or malformed ACL name) before .*$/s, '$1'],
  [/^(failed to open included configuration file .*): [^:]*$/s, '$1'],
  [/^(option setting expected: )"(.*)"$/s, '$1$2'],
];

const withoutOurs = (message: string): string => {
  const found = OURS.find(([sentence]) => sentence.test(message));
  return found === undefined ? message : message.replace(...found);
};
