import * as Args from '@oclif/core/args';
import * as Flags from '@oclif/core/flags';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import { type ShowData, showResults } from '../../core/authres/index.ts';
import { readHeader } from '../../core/message/index.ts';
import { readAuthservId } from '../../ui/command/authserv-id.ts';
import { CheckCommand, type CommandFacts, type Fields } from '../../ui/command/index.ts';
import { type MessageSource, openMessage, readMessageSource, whileReading } from '../../ui/command/message-source.ts';

interface Input {
  readonly source: MessageSource;
  readonly authservId?: string;
}

export default class AuthresShow extends CheckCommand<Input, ShowData> {
  static override summary = 'What mail servers wrote into the Authentication-Results of a message, in words.';
  static override description =
    'Every Authentication-Results and ARC-Authentication-Results field (RFC 8601, RFC 8617), from the top down: who says it, ' +
    'each method with what it came to and what that means, and where the field goes beyond the grammar. Nothing is checked: ' +
    'anybody can write such a field. With --authserv-id the fields of one service are marked that stand where that service ' +
    'alone could have put them; others under its name are warned of.';
  static override examples = [
    '<%= config.bin %> authres show message.eml',
    '<%= config.bin %> authres show message.eml --authserv-id mx.example.org',
    '<%= config.bin %> authres show - --json < message.eml',
  ];
  static override args = {
    file: Args.string({ description: 'file of a mail, or of its header; - is standard input' }),
  };
  static override flags = {
    'authserv-id': Flags.string({ helpValue: 'NAME', description: 'the service whose word is believed' }),
  };
  static override batchFields = { message: 'the mail, base64' };

  protected readonly facts: CommandFacts<ShowData> = {
    command: 'authres show',
    schema: 'authres-show',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/authres-show.ts')).authresShowView,
  };

  protected readInput(fields: Fields): Input {
    const authservId = readAuthservId(fields);
    return { source: readMessageSource(fields), ...(authservId !== undefined && { authservId }) };
  }

  protected target({ source }: Input): string | undefined {
    return 'file' in source ? source.file : undefined;
  }

  protected inspect({ source, authservId }: Input): Promise<Result<Report<ShowData>, Failure>> {
    return whileReading(async () => {
      const parts = await openMessage(source);
      if (!parts.ok) return parts;
      const header = await readHeader(parts.value);
      return header.ok ? ok(showResults(header.value, authservId)) : header;
    });
  }
}
