/** `control = debug`: what happens in one connection, written into a file of its own (Exim spec §44.24). */
import type { AclStep, DebugControl } from '../acl/index.ts';
import type { DebugFile, LogEntry } from '../log/index.ts';
import type { Decision } from './ports.ts';

type Kind = 'receive' | 'acl' | 'log';

export class Debugging {
  /** Of the file's name. */
  readonly tag: string;
  private readonly file: DebugFile;
  private kinds: ReadonlySet<Kind>;
  /** Lines that wait for a trigger, where there is to be one. */
  private held: string[] | undefined;
  private heldOctets = 0;
  private maxHeld = 0;

  constructor(file: DebugFile, tag: string, control: DebugControl) {
    this.file = file;
    this.tag = tag;
    this.kinds = kindsOf(control.options);
    this.change(control);
    this.write('receive', 'debugging began by an ACL');
  }

  /** Another `control = debug` while this one goes on. */
  change({ options, pretriggerBytes, trigger }: DebugControl): void {
    if (options !== undefined) this.kinds = kindsOf(options);
    if (pretriggerBytes !== undefined && pretriggerBytes > 0 && this.held === undefined) {
      this.held = [];
      this.maxHeld = pretriggerBytes;
    }
    if (trigger === 'now') this.pull();
  }

  said(line: string): void {
    this.write('receive', `SMTP<< ${line}`);
  }

  replied(text: string): void {
    for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) this.write('receive', `SMTP>> ${line}`);
  }

  logged({ text, to }: LogEntry): void {
    this.write('log', `LOG: ${to.map((log) => log.toUpperCase()).join(' ')}`);
    this.write('log', `  ${text}`);
    if (to.includes('panic')) this.pull();
  }

  decided({ phase, acl, verdict }: Decision): void {
    this.write('acl', `using ACL "${acl}" (${phase})`);
    this.steps(verdict.trail, '');
    this.write('acl', `end of ACL "${acl}": ${verdict.outcome.toUpperCase()}`);
  }

  close(): void {
    this.file.close();
  }

  remove(): void {
    this.file.remove();
  }

  private steps(steps: readonly AclStep[], indent: string): void {
    for (const { verb, place, clauses, came } of steps) {
      this.write('acl', `${indent}processing "${verb}" (${place.file} ${place.line})`);
      for (const { name, negated, argument, value, steps: called } of clauses) {
        this.write('acl', `${indent}  check ${negated ? '!' : ''}${name} = ${value ?? argument}`);
        this.steps(called, `${indent}    `);
      }
      this.write('acl', `${indent}${verb}: condition test ${came}`);
    }
  }

  private write(kind: Kind, line: string): void {
    if (!this.kinds.has(kind)) return;
    if (this.held === undefined) {
      this.file.write(line);
      return;
    }
    this.held.push(line);
    this.heldOctets += line.length + 1;
    while (this.heldOctets > this.maxHeld && this.held.length > 0) this.heldOctets -= this.held.shift()!.length + 1;
  }

  /** What waited is written, and what comes is written at once. */
  private pull(): void {
    const { held = [] } = this;
    this.held = undefined;
    for (const line of held) this.file.write(line);
  }
}

/** `+all-receive`; of Exim's words those are known that there is something to say about. */
function kindsOf(options: string | undefined): ReadonlySet<Kind> {
  const kinds = new Set<Kind>(['receive', 'acl', 'log']);
  const words = [...(options ?? '').matchAll(/([+-])(\w+)/g)];
  if (words[0]?.[1] === '+' && words[0][2] !== 'all' && words[0][2] !== 'default') kinds.clear();
  for (const [, sign, word] of words) {
    const named: readonly Kind[] = word === 'all' ? ['receive', 'acl', 'log'] : KINDS.filter((kind) => kind === word);
    for (const kind of named) sign === '+' ? kinds.add(kind) : kinds.delete(kind);
  }
  return kinds.add('log');
}

const KINDS: readonly Kind[] = ['receive', 'acl'];
