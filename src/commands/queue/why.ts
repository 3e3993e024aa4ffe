import * as Args from '@oclif/core/args';
import { type Failure, ok, type Report, type Result } from '../../base/index.ts';
import {
  type QueueShowData,
  type QueueSource,
  type QueueWhyData,
  queueShowReport,
  queueWhyReport,
  withQueue,
} from '../../mta/queue/index.ts';
import type { CommandFacts, Context, Fields } from '../../ui/command/index.ts';
import { QueueCommand } from '../../ui/command/queue-command.ts';
import { QUEUE_PLACE_HELP } from '../../ui/command/queue-place.ts';

interface Question {
  readonly message: string;
}

export default class QueueWhy extends QueueCommand<Question, QueueWhyData> {
  static override summary =
    'Why a message waits: how it came, what the routers say, each attempt, the rule that decides the next.';
  static override description =
    'For each recipient every router that is asked and the precondition that kept it from being used, as route --explain; the hosts, ' +
    'what is remembered of their failures, and the retry rule, by file and line of the configuration, that says when they are tried ' +
    'again; the last ten deliveries that were tried, with what was said (secrets are masked); why the message is frozen and what ' +
    'will end that; and what a queue run would do now. Nothing is tried, and nothing changed. ' +
    `It needs the rights of the server, as exim -M does. ${QUEUE_PLACE_HELP}`;
  static override examples = [
    '<%= config.bin %> queue why 1vNtQc-0000000001A-0001',
    '<%= config.bin %> queue why 1vNtQc-0000000001A-0001 -C /etc/exim4/exim4.conf --json',
    `echo '{"message":"1vNtQc-0000000001A-0001","configFile":"exim.conf"}' | <%= config.bin %> queue why --batch -`,
  ];
  static override args = { message: Args.string({ description: 'the id of the message' }) };

  protected readonly facts: CommandFacts<QueueWhyData> = {
    command: 'queue why',
    schema: 'queue-why',
    needs: 'nothing',
    view: async () => (await import('../../ui/views/queue-why.ts')).queueWhyView,
  };

  protected readQuestion(fields: Fields): Question {
    return {
      message: fields.text('message', 'the id of a message, as queue list has it'),
    };
  }

  protected override target({ message }: Question): string {
    return message;
  }

  protected async ask(
    source: QueueSource | undefined,
    { message }: Question,
    { clock }: Context,
  ): Promise<Result<Report<QueueWhyData>, Failure>> {
    const nowMs = clock.now().getTime();
    const there = await withQueue(source, { clock, env: process.env }, ({ spool }) =>
      queueShowReport(spool, message, false, nowMs),
    );
    if (!there.ok || there.value.data.message === undefined) return there.ok ? ok(notThere(there.value)) : there;
    return await explain(source, message, nowMs);
  }
}

const notThere = ({ findings, data: { messageId } }: Report<QueueShowData>): Report<QueueWhyData> => ({
  findings,
  data: { messageId, recipients: [], attempts: [], log: [] },
});

async function explain(
  source: QueueSource | undefined,
  id: string,
  nowMs: number,
): Promise<Result<Report<QueueWhyData>, Failure>> {
  const { withQueueDeliverer } = await import('../../mta/daemon/index.ts');
  return withQueueDeliverer(source, process.env, async ({ deliverer, configuration }) => {
    const why = await deliverer.why(id);
    return why.ok ? ok(queueWhyReport(why.value, configuration, nowMs)) : why;
  });
}
