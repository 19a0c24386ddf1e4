// Ends a run with what was skipped and why, and with one plain line that a person or a machine can read:
// `1200 passed, 0 failed, 2 skipped`. A skip without a reason says so.
import type { Reporter, TestModule, Vitest } from 'vitest/node';

export default class SummaryReporter implements Reporter {
  private isFiltered = false;

  onInit(vitest: Vitest): void {
    this.isFiltered = vitest.config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const of = (state: string) => tests.filter((test) => test.result().state === state);
    const skipped = of('skipped');
    // With a filter (-t) what does not fit it is "skipped" too.
    for (const test of this.isFiltered ? [] : skipped) {
      const result = test.result();
      const why = ('note' in result && result.note) || 'no reason given';
      console.log(`skipped: ${test.module.relativeModuleId} > ${test.fullName} (${why})`);
    }
    console.log(`\n${of('passed').length} passed, ${of('failed').length} failed, ${skipped.length} skipped`);
  }
}
