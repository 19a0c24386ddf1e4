// The provisioning log: what happened in the words of people first; how, when an entry is opened.
import { Button } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons/svg/arrow-clockwise';
import { log } from '../../api/requests.ts';
import { usePages } from '../../api/use-pages.ts';
import { ListEnd } from '../../components/list-end.tsx';
import { Page } from '../../components/page.tsx';
import { Section } from '../../components/section.tsx';
import { useRoute } from '../../routing/route.ts';
import { Entries } from './entries.tsx';
import { Filters, filterOf, questionOf } from './filters.tsx';

export default function Log() {
  const filter = filterOf(useRoute().query);
  const pages = usePages(log(questionOf(filter)));
  return (
    <Page
      title="Provisioning log"
      intro="Every request of an identity provider, newest first. Secrets and passwords are never kept."
    >
      <Section
        title="Requests"
        actions={
          <Button icon={<ArrowClockwiseRegular />} disabledFocusable={pages.isLoading} onClick={pages.reload}>
            Refresh
          </Button>
        }
      >
        <Filters filter={filter} />
        {pages.items !== undefined && pages.items.length > 0 && (
          <Entries entries={pages.items} areOpen={filter.at !== ''} />
        )}
        <ListEnd pages={pages} empty="No request fits these filters." />
      </Section>
    </Page>
  );
}
