/** Paths that the configuration names, expanded once, without a message. */
import { type Configuration, mainValue } from '../config/index.ts';
import { expand, parseExpansion } from '../expand/index.ts';
import { createHost, hostConfiguration } from '../host/index.ts';

/** Undefined where it is not set, or cannot be had without a message. */
export function pathOf(configuration: Configuration, option: string): string | undefined {
  const text = mainValue(configuration, option);
  if (text === undefined || text === '') return undefined;
  if (!/[$\\]/.test(String(text))) return String(text);
  const host = createHost({ configuration: hostConfiguration(configuration) });
  const outcome = expand(parseExpansion(String(text)), host);
  return outcome instanceof Promise || outcome.kind !== 'text' || outcome.text === '' ? undefined : outcome.text;
}
