import { availableParallelism, cpus, loadavg } from 'node:os';

export interface Machine {
  /** As `2026-11-25`. */
  readonly date: string;
  /** Processor, Node, and how busy it was before the run. */
  readonly description: string;
}

export function describeMachine(): Machine {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return {
    date: new Date().toISOString().slice(0, 10),
    description: `${availableParallelism()} cores (${model}), Node ${process.versions.node}, load ${loadavg()[0]?.toFixed(1)} before the run`,
  };
}
