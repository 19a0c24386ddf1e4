// A progress bar on a terminal; elsewhere a line when a step begins.

export interface Progress {
  /** Says what is being done now, and that one more step is behind. */
  readonly step: (title: string) => void;
  readonly end: () => void;
}

const WIDTH = 30;

/** @param steps how many there will be */
export function createProgress(steps: number, out: NodeJS.WriteStream = process.stderr): Progress {
  let done = -1;
  return {
    step(title) {
      done += 1;
      const share = Math.min(1, done / steps);
      const filled = Math.round(WIDTH * share);
      const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
      const line = `${bar} ${String(Math.round(100 * share)).padStart(3)} %  ${title}`;
      out.write(out.isTTY ? `\r\x1b[K${line.slice(0, out.columns)}` : `${line}\n`);
    },
    end: () => {
      if (out.isTTY) out.write('\r\x1b[K');
    },
  };
}
