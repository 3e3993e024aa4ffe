/** A mail sent, and what came of it told: data for programs, findings for people. */
import type { Report } from '../../base/index.ts';
import type { Mail } from '../smtp/index.ts';
import { type Tried, talkTo, tryServers } from './attempts.ts';
import { findingsOf } from './judge.ts';
import { sendRepeatedly } from './repeat.ts';
import { dataOf } from './report.ts';
import type { SendData, SendJob, SendPorts } from './types.ts';

/** Never rejects for what a network or a server can do. */
export async function sendMail(job: SendJob, ports: SendPorts): Promise<Report<SendData>> {
  const { octets, has8Bit } = job.message;
  const mail: Mail = { ...job.mail, parts: () => [octets], sizeOctets: octets.length, has8Bit };
  if (job.repeat > 1) {
    const { tried, rate } = await sendRepeatedly(job, mail, ports);
    return reportOf(job, tried, { rate });
  }
  const tried = await tryServers(job, ports, (hop) => {
    const waiting = [mail];
    return talkTo(hop, job, ports, { nextMail: () => waiting.shift(), isFast: false });
  });
  return reportOf(job, tried, {});
}

function reportOf(job: SendJob, tried: Tried, more: Pick<SendData, 'rate'>): Report<SendData> {
  const data = dataOf(job, tried, more);
  return { data, findings: findingsOf(job, tried, data) };
}
