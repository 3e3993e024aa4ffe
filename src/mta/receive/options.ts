/** Main options as reception uses them: read once, strings parsed once, expanded when they are used. */
import { type Configuration, mainValue, type OptionValue } from '../config/index.ts';
import {
  type ExpansionHost,
  expand,
  type Later,
  type Outcome,
  parseExpansion,
  type Sequence,
} from '../expand/index.ts';

export class Options {
  private readonly configuration: Configuration;
  private readonly values = new Map<string, OptionValue | undefined>();
  private readonly parsed = new Map<string, Sequence>();

  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }

  private value(name: string): OptionValue | undefined {
    if (this.values.has(name)) return this.values.get(name);
    const value = mainValue(this.configuration, name);
    this.values.set(name, value);
    return value;
  }

  flag(name: string): boolean {
    return this.value(name) === true;
  }

  /** 0 where it is not set. */
  number(name: string): number {
    const value = this.value(name);
    return typeof value === 'number' ? value : 0;
  }

  /** As written; undefined where it is not set. */
  text(name: string): string | undefined {
    const value = this.value(name);
    return value === undefined || typeof value === 'boolean' ? undefined : String(value);
  }

  /** Undefined where it is not set. */
  expanded(name: string, host: ExpansionHost): Later<Outcome | undefined> {
    const text = this.text(name);
    return text === undefined ? undefined : this.expand(text, host);
  }

  expand(text: string, host: ExpansionHost): Later<Outcome> {
    if (!text.includes('$') && !text.includes('\\')) return { kind: 'text', text, tainted: false };
    let sequence = this.parsed.get(text);
    if (sequence === undefined) {
      sequence = parseExpansion(text);
      this.parsed.set(text, sequence);
    }
    return expand(sequence, host);
  }
}
