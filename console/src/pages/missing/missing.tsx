// "Why is this person not here, or without access?": one box, and an answer with its evidence and what to do.
import { Button, Input, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { type FormEvent, useEffect, useState } from 'react';
import { missing } from '../../api/requests.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Page } from '../../components/page.tsx';
import { ProblemMessage } from '../../components/problem-message.tsx';
import { linkTo, replaceRoute, useRoute } from '../../routing/route.ts';
import { AnswerCard } from './answer-card.tsx';

const useStyles = makeStyles({
  form: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS, maxWidth: '640px' },
  input: { flex: '1 1 260px', minWidth: 0 },
  answers: { display: 'grid', gap: tokens.spacingVerticalL, gridTemplateColumns: 'minmax(0, 1fr)' },
});

export default function Missing() {
  const styles = useStyles();
  const asked = useRoute().query.get('q') ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  const { data, problem, isLoading, reload } = useAnswer(asked === '' ? undefined : missing(asked));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === asked) reload();
    else replaceRoute(linkTo(['missing'], { q: text.trim() }));
  };
  return (
    <Page
      title="Missing user?"
      intro="Type a name or an e-mail address: was the person sent, accepted, are they active, in a mapped group, and what changed when."
    >
      <search>
        <form className={styles.form} onSubmit={submit}>
          <Input
            type="search"
            size="large"
            className={styles.input}
            aria-label="Name or e-mail"
            placeholder="Name or e-mail"
            contentBefore={<SearchRegular />}
            value={text}
            maxLength={256}
            onChange={(_event, { value }) => setText(value)}
          />
          <Button appearance="primary" size="large" type="submit" disabled={text.trim() === ''}>
            Find out
          </Button>
        </form>
      </search>
      <div className={styles.answers} aria-live="polite" aria-busy={isLoading}>
        {isLoading && data === undefined && <Spinner label="Looking" />}
        {problem && <ProblemMessage problem={problem} />}
        {asked !== '' &&
          data?.answers.map((answer) => (
            <AnswerCard
              key={`${answer.kind} ${answer.sentence}`}
              answer={answer}
              isOnly={data.answers.length === 1}
            />
          ))}
      </div>
    </Page>
  );
}
