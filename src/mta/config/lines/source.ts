/** Physical lines out of a file and the files it includes. */
import type { ConfigurationFiles } from '../files.ts';

interface OpenFile {
  readonly name: string;
  /** Of names that are relative; undefined for a text without a file. */
  readonly directory: string | undefined;
  readonly text: string;
  at: number;
  line: number;
}

export class Source {
  private readonly stack: OpenFile[] = [];
  private readonly files: ConfigurationFiles;
  private octets = 0;

  constructor(files: ConfigurationFiles, name: string, text: string) {
    this.files = files;
    this.open(name, text);
  }

  get file(): string {
    return this.stack.at(-1)?.name ?? this.lastName;
  }

  get line(): number {
    return this.stack.at(-1)?.line ?? this.lastLine;
  }

  /** The files that are open, the outermost first, and the line that was read last of each. */
  get trail(): readonly { readonly name: string; readonly line: number }[] {
    return this.stack;
  }

  private lastName = '';
  private lastLine = 0;

  /** Up to its newline; what stands behind a NUL does not count, as in C. Undefined at the end of everything. */
  next(): string | undefined {
    for (let file = this.stack.at(-1); file !== undefined; file = this.stack.at(-1)) {
      this.lastName = file.name;
      this.lastLine = file.line;
      if (file.at < file.text.length) return nextLine(file);
      this.stack.pop();
    }
    return undefined;
  }

  /** @returns what is wrong, if something is */
  include(path: string): string | undefined {
    const name = path.startsWith('/') ? path : `${this.stack.at(-1)?.directory ?? '.'}/${path}`;
    if (this.stack.length >= MAX_DEPTH) return `more than ${MAX_DEPTH} files inside each other: ${name} is not read`;
    const read = this.files.read(name);
    if (!read.ok) return `failed to open included configuration file ${name}: ${read.error}`;
    if (this.octets + read.value.length > MAX_OCTETS)
      return `included files come to more than ${MAX_OCTETS} octets: ${name} is not read`;
    this.open(name, read.value);
    return undefined;
  }

  exists(path: string): boolean {
    return this.files.exists(path);
  }

  private open(name: string, text: string): void {
    this.octets += text.length;
    const slash = name.lastIndexOf('/');
    this.stack.push({ name, directory: slash < 0 ? undefined : name.slice(0, slash), text, at: 0, line: 0 });
  }
}

/** A file that includes itself ends here. */
const MAX_DEPTH = 32;
/** And so does one that includes others many times over. */
const MAX_OCTETS = 32 * 1024 * 1024;

function nextLine(file: OpenFile): string {
  const { text, at } = file;
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  file.at = end + 1;
  file.line += 1;
  const line = text.slice(at, end);
  const nul = line.indexOf('\0');
  return nul < 0 ? line : line.slice(0, nul);
}
