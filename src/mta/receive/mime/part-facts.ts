/** What the header of a part says, field by field, in the terms of `$mime_…` variables. */
import { asciiLowerCase } from '../../../base/index.ts';
import { decodeEncodedWords } from '../../expand/index.ts';

/** Octets; values of fields in lower case. */
export interface PartFacts {
  content_type?: string;
  content_disposition?: string;
  content_transfer_encoding?: string;
  content_id?: string;
  content_description?: string;
  filename?: string;
  charset?: string;
  boundary?: string;
}

type Field = Extract<keyof PartFacts, `content_${string}`>;
type Parameter = Exclude<keyof PartFacts, Field>;

const FIELDS: readonly (readonly [string, Field])[] = [
  ['content-type:', 'content_type'],
  ['content-disposition:', 'content_disposition'],
  ['content-transfer-encoding:', 'content_transfer_encoding'],
  ['content-id:', 'content_id'],
  ['content-description:', 'content_description'],
];

const PARAMETERS: readonly (readonly [string, Parameter])[] = [
  ['name=', 'filename'],
  ['filename=', 'filename'],
  ['charset=', 'charset'],
  ['boundary=', 'boundary'],
];

/** @param bounded  check_rfc2047_length: an encoded word of more than 75 octets is none */
export function noteField(facts: PartFacts, field: string, bounded: boolean): void {
  const lower = asciiLowerCase(field);
  for (const [name, variable] of FIELDS) {
    if (!lower.startsWith(name)) continue;
    const end = field.indexOf(';', name.length);
    facts[variable] = lower.slice(name.length, end);
    new ParameterReader(field, end + 1, facts, bounded).read();
  }
}

class ParameterReader {
  private readonly field: string;
  private at: number;
  private readonly facts: PartFacts;
  private readonly bounded: boolean;
  /** A name in pieces (RFC 2231 §3): its charset, decoded, and as it came. */
  private readonly pieces = { charset: '', decoded: '', raw: '', isBroken: false };

  constructor(field: string, at: number, facts: PartFacts, bounded: boolean) {
    this.field = field;
    this.at = at;
    this.facts = facts;
    this.bounded = bounded;
  }

  read(): void {
    while (this.at < this.field.length) {
      if (this.begins('filename*') || this.begins('name*')) this.extendedName();
      else this.parameter();
      this.value(); // what is left of it
      this.at += 1;
    }
  }

  private begins(name: string): boolean {
    return asciiLowerCase(this.field.slice(this.at, this.at + name.length)) === name;
  }

  private parameter(): void {
    const [name, variable] = PARAMETERS.find(([prefix]) => this.begins(prefix)) ?? [];
    if (name === undefined || variable === undefined) return;
    this.at += name.length;
    const value = this.value();
    if (value === '') delete this.facts[variable];
    else this.facts[variable] = decodeEncodedWords(value, undefined, { bounded: this.bounded });
  }

  /** `charset'language'octets` (RFC 2231 §4); the language stays. What does not decode is as it came. */
  private extendedName(): void {
    const equals = this.field.indexOf('=', this.at);
    this.at = equals < 0 ? this.field.length : equals + 1;
    const value = this.value();
    if (value === '') return;
    const { pieces } = this;
    pieces.raw += value;
    const decoded = pieces.isBroken ? undefined : this.decodePiece(value);
    if (decoded === undefined) pieces.isBroken = true;
    else pieces.decoded += decoded;
    this.facts.filename = pieces.isBroken ? pieces.raw : pieces.decoded;
  }

  private decodePiece(value: string): string | undefined {
    const { pieces } = this;
    const quote = pieces.charset === '' ? value.indexOf("'") : -1;
    if (quote >= 0) pieces.charset = value.slice(0, quote);
    const octets = quote < 0 ? value : value.slice(quote).replace(/^'+/, '');
    const word = `=?${pieces.charset}?Q?${octets.replace(/%([0-9a-f]{2})/gi, '=$1')}?=`;
    const decoded = decodeEncodedWords(word, undefined, { bounded: false });
    return decoded.length === word.length ? undefined : decoded;
  }

  /** Up to the `;` behind it, which is not taken; quotes guard one, and go. */
  private value(): string {
    let value = '';
    let isQuoted = false;
    for (; this.at < this.field.length; this.at += 1) {
      const c = this.field[this.at]!;
      if (c === ';' && !isQuoted) break;
      if (c === '"') isQuoted = !isQuoted;
      else value += c;
    }
    return value;
  }
}
