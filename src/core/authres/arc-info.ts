/** What stands before the payload in ARC-Authentication-Results: the instance (RFC 8617 §4.1.1). */
import { Faulty, Scanner } from './scanner.ts';

export interface ArcInfo {
  /** Digits as written. */
  readonly instance: string;
  /** authres-payload */
  readonly payload: string;
}

/** @returns undefined where the text does not begin with `i=DIGITS;` */
export function readArcInfo(text: string): ArcInfo | undefined {
  const scanner = new Scanner(text);
  try {
    scanner.cfws();
    if (scanner.word() !== 'i') return undefined; // %s"i": lower case alone
    scanner.cfws();
    if (!scanner.take('=')) return undefined;
    scanner.cfws();
    const instance = scanner.word();
    scanner.cfws();
    return /^\d+$/.test(instance) && scanner.take(';') ? { instance, payload: text.slice(scanner.at) } : undefined;
  } catch (error) {
    if (error instanceof Faulty) return undefined;
    throw error;
  }
}
