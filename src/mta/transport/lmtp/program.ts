/** A program that speaks over its standard input and output, as a connection. */
import { Duplex } from 'node:stream';
import { type PipedProgram, startPiped } from '../../../base/process/index.ts';
import type { Connection } from '../../../core/net/index.ts';
import { fromOctets } from '../../host/index.ts';

/** @param words  the first is a path */
export function overProgram(words: readonly string[], currentDirectory: string): Connection {
  const [command = '', ...args] = words.map(fromOctets);
  const program = startPiped({
    command,
    args,
    environment: { PATH: '/usr/bin:/bin' },
    cwd: fromOctets(currentDirectory),
  });
  const stream = duplexOver(program);
  return { stream, remote: { address: command, port: 0 }, destroy: () => stream.destroy() };
}

function duplexOver(program: PipedProgram): Duplex {
  const output = program.output[Symbol.asyncIterator]();
  return new Duplex({
    read() {
      output.next().then(
        ({ done, value }) => this.push(done === true ? null : value),
        () => this.push(null),
      );
    },
    write(octets: Uint8Array, _encoding, done) {
      void program.write(octets).then(() => done());
    },
    final(done) {
      program.endInput();
      done();
    },
    destroy(error, done) {
      program.kill();
      done(error);
    },
  });
}
