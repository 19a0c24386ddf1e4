// What axe (https://github.com/dequelabs/axe-core) finds wrong with a page for people who cannot see it well, or use no mouse.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Each fault in a line, with where it is; of any weight. */
export async function faultsOf(page: Page): Promise<string[]> {
  // By the debugger's way in, since the page's own policy lets no such script in.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run(document)');
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${impact} ${id}: ${help} at ${target.join(' ')} ${failureSummary}`,
    ),
  );
}
