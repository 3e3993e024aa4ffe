/**
 * A next hop as a program of its own, so that it can be killed: what it takes stands in its journal before it says 250.
 *
 * `sink.ts PORT JOURNAL`. A line of the journal is one transaction, and the file is only ever appended to, so that whatever
 * is answered 250 is in it. It speaks SMTP by a hand of its own, and shares nothing with the server that it takes mail from.
 * To a local part with `no` at its beginning it says 550, to one in fourteen others 451, to one message in forty 451 behind
 * the dot.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { knownMessage } from '../../framework/known-message.ts';
import type { Arrival } from './arrival.ts';

const [port = '', journalFile = ''] = process.argv.slice(2);
const journal = openSync(journalFile, 'a');
let answers = 0;

createServer((socket) => new Conversation(socket)).listen(Number(port), '127.0.0.1', () => process.send?.('listening'));
process.on('disconnect', () => {
  closeSync(journal);
  process.exit(0);
});

const EXTENSIONS = '250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 50000000\r\n';
const END = Buffer.from('\r\n.\r\n');

class Conversation {
  private readonly socket: Socket;
  private held: Buffer = Buffer.alloc(0);
  private isInData = false;
  private helo = '';
  private sender = '';
  private recipients: string[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => {}).on('data', (octets) => this.hear(octets));
    socket.write('220 sink.example ESMTP\r\n');
  }

  private hear(octets: Buffer): void {
    this.held = Buffer.concat([this.held, octets]);
    while (this.isInData ? this.takeData() : this.takeLine());
  }

  private takeLine(): boolean {
    const end = this.held.indexOf('\r\n');
    if (end < 0) return false;
    const line = this.held.toString('latin1', 0, end);
    this.held = this.held.subarray(end + 2);
    const reply = this.answer(line);
    if (line === 'QUIT') this.socket.end(reply);
    else this.socket.write(reply);
    return true;
  }

  private answer(line: string): string {
    const [, verb = '', address = ''] = /^(\w+)(?:[^<]*<([^>]*)>)?/.exec(line) ?? [];
    switch (verb.toUpperCase()) {
      case 'EHLO':
        this.helo = line.slice(5);
        return EXTENSIONS;
      case 'MAIL':
        [this.sender, this.recipients] = [address, []];
        return '250 ok\r\n';
      case 'RCPT':
        return this.answerRecipient(address);
      case 'DATA':
        if (this.recipients.length === 0) return '503 nobody to take it\r\n';
        this.isInData = true;
        return '354 go on\r\n';
      case 'QUIT':
        return '221 bye\r\n';
      default:
        return '250 ok\r\n';
    }
  }

  private answerRecipient(address: string): string {
    if (address.startsWith('no')) return '550 5.1.1 there is no such person\r\n';
    answers += 1;
    if (answers % 14 === 0) return '451 4.2.0 not just now\r\n';
    this.recipients.push(address);
    return '250 ok\r\n';
  }

  private takeData(): boolean {
    // The line end of DATA's own reply counts as the one before a first dot.
    const end = this.held.indexOf(END);
    if (end < 0) return false;
    const content = this.held.subarray(0, end + 2);
    this.held = this.held.subarray(end + END.length);
    this.isInData = false;
    answers += 1;
    if (answers % 40 === 0) this.socket.write('451 4.3.0 not just now\r\n');
    else {
      writeSync(journal, `${JSON.stringify(this.arrival(content))}\n`);
      this.socket.write('250 2.0.0 stored\r\n');
    }
    return true;
  }

  private arrival(stuffedContent: Buffer): Arrival {
    const content = unstuffed(stuffedContent);
    const text = content.toString('latin1');
    const from = text.indexOf('X-Known: ');
    const [, key = '', octets = ''] = /^X-Known: (\S+) (\d+)\r\n/.exec(text.slice(from)) ?? [];
    const failed = /^X-Failed-Recipients: ((?:.*\r\n[ \t])*.*)\r\n/m.exec(text)?.[1];
    return {
      atMs: Date.now(),
      sink: process.pid,
      connection: this.socket.remotePort ?? 0,
      worker: Number(/^p(\d+)\./.exec(this.helo)?.[1] ?? 0),
      id: /^Received: [^;]*\bid ([\w-]+)/m.exec(text)?.[1] ?? '',
      sender: this.sender,
      recipients: this.recipients,
      key,
      isWhole: failed !== undefined || content.subarray(from).equals(knownMessage(key, Number(octets))),
      ...(failed !== undefined && { failed: failed.split(/,\s*/) }),
    };
  }
}

/** Dots that were put in are taken out (RFC 5321 §4.5.2). */
function unstuffed(content: Buffer): Buffer {
  if (content[0] !== 46 && !content.includes('\n.')) return content;
  return Buffer.from(
    content
      .toString('latin1')
      .replace(/^\./, '')
      .replace(/\r\n\./g, '\r\n'),
    'latin1',
  );
}
