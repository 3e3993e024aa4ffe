/** What the commands about a queue have in common: whose it is (queue-place.ts). */
import type { Failure, Report, Result } from '../../base/index.ts';
import type { QueueSource } from '../../mta/queue/index.ts';
import {
  CONFIGURATION_FIELDS,
  configurationFlags,
  type GivenConfiguration,
  openGiven,
  readOptionalConfigurationPlace,
} from './configuration-place.ts';
import { CheckCommand, type Context, type Fields, type ShowPiece } from './index.ts';

interface Place {
  readonly configuration: GivenConfiguration | undefined;
}

/** @typeParam Question  what is given beside the place */
export abstract class QueueCommand<Question extends object, Data, Piece = never> extends CheckCommand<
  Question & Place,
  Data,
  Piece
> {
  static override flags = configurationFlags;
  static override batchFields = CONFIGURATION_FIELDS;

  protected abstract readQuestion(fields: Fields): Question;
  /** @param source  undefined: the user's own queue */
  protected abstract ask(
    source: QueueSource | undefined,
    question: Question,
    context: Context,
    show?: ShowPiece<Piece>,
  ): Promise<Result<Report<Data>, Failure>>;

  protected readInput(fields: Fields): Question & Place {
    return { configuration: readOptionalConfigurationPlace(fields), ...this.readQuestion(fields) };
  }

  protected target(_question: Question): string | undefined {
    return undefined;
  }

  protected async inspect(
    input: Question & Place,
    context: Context,
    show?: ShowPiece<Piece>,
  ): Promise<Result<Report<Data>, Failure>> {
    const given = await openGiven(input.configuration);
    return given.ok ? await this.ask(given.value, input, context, show) : given;
  }
}
