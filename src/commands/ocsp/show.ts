import * as Args from '@oclif/core/args';
import { err, type Failure, ok, type Report, type Result, readBoundedFile } from '../../base/index.ts';
import {
  MAX_PROOF_FILE_BYTES,
  type OcspShowData,
  type ReadFile,
  readOcspObjects,
  reportShown,
} from '../../core/ocsp/index.ts';
import { CheckCommand, type CommandFacts, type Context, type Fields } from '../../ui/command/index.ts';

type Input = readonly string[];

export default class OcspShow extends CheckCommand<Input, OcspShowData> {
  static override summary = 'An OCSP response or request, field by field.';
  static override description =
    'Reads DER and PEM, responses and requests, and needs no certificate. What it shows is not verified: that is what ocsp ' +
    'verify is for. It warns of what is out of date, revoked, or signed by a certificate that ends before the response.';
  static override examples = [
    '<%= config.bin %> ocsp show /var/lib/exim4/ocsp/mx.der',
    '<%= config.bin %> ocsp show request.der response.pem --json',
  ];
  static override args = {
    file: Args.string({ multiple: true, description: 'files, DER or PEM; - is standard input' }),
  };

  protected readonly facts: CommandFacts<OcspShowData> = {
    command: 'ocsp show',
    schema: 'ocsp-show',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/ocsp-show.ts')).ocspShowView,
  };

  protected readInput(fields: Fields): Input {
    const files = fields.texts('file');
    if (files.length === 0) fields.problem('"file" is missing: give the file of an OCSP response or request');
    return files;
  }

  protected target(files: Input): string {
    return files.join(' ');
  }

  protected async inspect(files: Input, { clock }: Context): Promise<Result<Report<OcspShowData>, Failure>> {
    const read: ReadFile[] = [];
    for (const file of files) {
      const octets = await readBoundedFile(file, MAX_PROOF_FILE_BYTES);
      if (!octets.ok) return err(octets.error);
      const objects = readOcspObjects(octets.value, file === '-' ? 'standard input' : file);
      if (!objects.ok) return objects;
      read.push({ file, objects: objects.value });
    }
    return ok(reportShown(read, clock.now()));
  }
}
