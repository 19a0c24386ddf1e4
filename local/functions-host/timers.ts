// Runs timer-triggered functions on their schedules. Like the host, it never runs one function twice at a time.
import { Cron } from 'croner';

export interface Timer {
  readonly name: string;
  /** NCRONTAB: six fields, seconds first. */
  readonly schedule: string;
  readonly runOnStartup: boolean;
  readonly run: () => Promise<void>;
}

/** Starts all of them; the returned function stops them. `run` must not throw. */
export function startTimers(timers: readonly Timer[]): () => void {
  const jobs = timers.map((timer) => {
    const job = new Cron(timer.schedule, { timezone: 'UTC', protect: true, mode: '6-part' }, timer.run);
    if (timer.runOnStartup) void job.trigger();
    return job;
  });
  return () => {
    for (const job of jobs) job.stop();
  };
}
