/** Texts of peers, made harmless before a format shows them; the JSON formats escape instead, and lose nothing. */
import type { Outcome } from '../command/envelope.ts';
import { isSafeText, safeText } from '../command/terminal.ts';

/** The same outcome with no control character in any text but tab and line feed. */
export function withSafeTexts(outcome: Outcome): Outcome {
  return isSafe(outcome) ? outcome : (safe(outcome) as Outcome);
}

/** Nearly everything is, and a copy of a long report costs more than the look. */
function isSafe(value: unknown): boolean {
  if (typeof value === 'string') return isSafeText(value);
  if (Array.isArray(value)) return value.every(isSafe);
  if (typeof value !== 'object' || value === null) return true;
  for (const key in value) if (!isSafeKey(key) || !isSafe(value[key as keyof typeof value])) return false;
  return true;
}

/** Keys are nearly always fields of ours, the same over and over; of those that peers choose, not all are remembered. */
function isSafeKey(key: string): boolean {
  if (safeKeys.has(key)) return true;
  if (!isSafeText(key)) return false;
  if (safeKeys.size < MOST_KEYS) safeKeys.add(key);
  return true;
}

const MOST_KEYS = 1000;
const safeKeys = new Set<string>();

function safe(value: unknown): unknown {
  if (typeof value === 'string') return safeText(value);
  if (Array.isArray(value)) return value.map(safe);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [safeText(key), safe(item)]));
}

/** JSON that is the same value for every reader and shows nothing but printable characters and line ends. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
