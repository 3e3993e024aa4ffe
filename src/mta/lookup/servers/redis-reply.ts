/** What a reply of redis is as a text; the reference is Exim's driver. */
import type { DriverAnswer } from '../types.ts';
import type { Reply } from './redis-client.ts';

/**
 * A word on its own is itself, an integer `true` or `false`. In an array integers are decimal, its elements lines, and an
 * array in it is a part of it; deeper ones are left out. Nothing at all (nil) is an empty text that is not remembered.
 */
export function answerOfReply(reply: Reply, server: string): DriverAnswer {
  if (reply === null || reply === undefined) return { kind: 'found', text: '', server, keepSeconds: 0 };
  if (Buffer.isBuffer(reply)) return { kind: 'found', text: reply.toString('latin1'), server };
  if (isArray(reply)) return answerOfArray(reply, server);
  return { kind: 'found', text: Number(reply) === 0 ? 'false' : 'true', server };
}

const isArray = (reply: Reply): reply is readonly Reply[] => Array.isArray(reply);

function answerOfArray(elements: readonly Reply[], server: string): DriverAnswer {
  const flat = elements.flatMap((element) =>
    isArray(element) ? element.filter((inner) => !isArray(inner)) : [element],
  );
  if (flat.length === 0) return { kind: 'not-found', server };
  return { kind: 'found', text: flat.map(textOf).join('\n'), server };
}

function textOf(element: Reply): string {
  if (Buffer.isBuffer(element)) return element.toString('latin1');
  if (element instanceof Error) return element.message;
  return typeof element === 'string' || typeof element === 'number' ? String(element) : '';
}
