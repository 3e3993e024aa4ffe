/** A step's "no": why the response proves nothing. Steps answer with it, or with what the next one needs. */
import type { InvalidCode } from '../types.ts';

export interface Refusal {
  readonly code: InvalidCode;
  readonly detail: string;
}

export const refuse = (code: InvalidCode, detail: string): Refusal => ({ code, detail });

export const isRefusal = (value: object | undefined): value is Refusal => value !== undefined && 'detail' in value;

/** For sentences: 2026-11-25T12:00:00Z. */
export const told = (date: Date): string => date.toISOString().replace('.000Z', 'Z');
