/** What is not answered, so that no two programs write to each other for ever (RFC 3834 §2). */
import type { OutgoingMessage } from '../types.ts';

/**
 * Exim leaves this to conditions of routers, of which a configuration has as many as its author thought of; what such a
 * message would be answered with is wanted by nobody.
 *
 * @returns the field that says that a program or a list has sent it
 */
export function automaticField({ stored }: OutgoingMessage): string | undefined {
  for (const { letter, text } of stored.headers) {
    if (letter === '*') continue;
    const found = /^(auto-submitted|precedence)[ \t]*:\s*([\w-]*)/i.exec(text);
    const [, name = '', value = ''] = found ?? [];
    if (name === '') continue;
    const isAutomatic =
      name.toLowerCase() === 'precedence' ? /^(?:bulk|junk|list)$/i.test(value) : !/^no$/i.test(value);
    if (isAutomatic) return `${name}: ${value}`;
  }
  return undefined;
}
