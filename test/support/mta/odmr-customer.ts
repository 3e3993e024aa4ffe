/** A customer of on-demand mail relay (RFC 2645): asks as a client, then serves on the same connection what it is given. */
import { connect } from 'node:net';

export interface OdmrVisit {
  /** What the provider replied to each line, the last of them ATRN's. */
  readonly replies: readonly string[];
  /** What the provider said once it was the client, a line each, data lines left out. */
  readonly commands: readonly string[];
  /** Messages taken, as they came, dots taken away. */
  readonly messages: readonly string[];
}

/** @param lines  said to the provider one by one, ATRN last */
export function visitProvider(port: number, lines: readonly string[]): Promise<OdmrVisit> {
  return new Promise((resolve, reject) => {
    const customer = new Customer(lines);
    const socket = connect(port, '127.0.0.1');
    socket.on('data', (bytes) => {
      const said = customer.hear(bytes.toString('latin1'));
      if (said !== '') socket.write(said, 'latin1');
      if (customer.isOver) socket.end();
    });
    socket.on('close', () => resolve(customer)).on('error', reject);
  });
}

class Customer implements OdmrVisit {
  readonly replies: string[] = [];
  readonly commands: string[] = [];
  readonly messages: string[] = [];
  isOver = false;
  private readonly left: string[];
  private rest = '';
  private reply = '';
  private isServer = false;
  private data: string[] | undefined;

  constructor(lines: readonly string[]) {
    this.left = [...lines];
  }

  hear(text: string): string {
    this.rest += text;
    let said = '';
    if (this.isOver) return said;
    for (let end = this.rest.indexOf('\r\n'); end >= 0; end = this.rest.indexOf('\r\n')) {
      const line = this.rest.slice(0, end);
      this.rest = this.rest.slice(end + 2);
      said += this.isServer ? this.serve(line) : this.ask(line);
    }
    return said;
  }

  private ask(line: string): string {
    this.reply += `${line}\n`;
    if (line[3] === '-') return '';
    this.replies.push(this.reply.trimEnd());
    this.reply = '';
    const next = this.left.shift();
    if (next !== undefined) return `${next}\r\n`;
    this.isServer = line.startsWith('250');
    this.isOver = !this.isServer;
    return this.isServer ? '220 customer.test ready for mail\r\n' : '';
  }

  private serve(line: string): string {
    if (this.data !== undefined) {
      if (line !== '.') {
        this.data.push(line.replace(/^\./, ''));
        return '';
      }
      this.messages.push(this.data.join('\n'));
      this.data = undefined;
      return '250 taken\r\n';
    }
    this.commands.push(line);
    if (/^data$/i.test(line)) this.data = [];
    this.isOver = /^quit$/i.test(line);
    return this.isOver ? '221 bye\r\n' : this.data === undefined ? '250 customer.test\r\n' : '354 go on\r\n';
  }
}
