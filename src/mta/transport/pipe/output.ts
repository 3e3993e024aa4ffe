/** What a program has said: into the log, into a bounce, or nowhere (Exim spec ch. 29, "log_output", "return_output"). */
import { printable } from '../../log/index.ts';
import { flag } from '../settings.ts';
import type { Delivery, LocalOutcome, TransportWorld } from '../types.ts';

export function judgeOutput(outcome: LocalOutcome, delivery: Delivery, world: TransportWorld): LocalOutcome {
  const { output, ...bare } = outcome;
  if (output === undefined) return bare;
  const { transport, recipients, message, props } = delivery;
  if (isLogged(outcome, delivery)) {
    const line = printable((output.split('\n', 1)[0] ?? '').trimEnd());
    world.log(`<${recipients[0]!.address}>: ${transport.name} transport output: ${line}`);
  }
  const hasReader = message.stored.sender !== '' || props.errorsTo !== undefined;
  if (!hasReader) return bare;
  if (flag(transport, 'return_output')) {
    const text = bare.text ?? 'return message generated';
    return { ...bare, status: 'failed', errno: bare.errno ?? 0, text, output };
  }
  return flag(transport, 'return_fail_output') && outcome.status === 'failed' ? { ...bare, output } : bare;
}

function isLogged({ status }: LocalOutcome, { transport }: Delivery): boolean {
  if (flag(transport, 'log_output')) return true;
  if (status === 'failed') return flag(transport, 'log_fail_output');
  return status === 'deferred' && flag(transport, 'log_defer_output');
}
