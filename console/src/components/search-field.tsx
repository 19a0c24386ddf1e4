// Search as one types: what is searched for follows after a short rest, so that a word is one question and not ten.
import { Input, makeStyles } from '@fluentui/react-components';
import { SearchRegular } from '@fluentui/react-icons/svg/search';
import { useEffect, useState } from 'react';

const REST_MS = 180;

const useStyles = makeStyles({ root: { width: 'min(420px, 100%)' } });

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

export function SearchField({ label, placeholder, value, onSearch }: SearchFieldProps) {
  const styles = useStyles();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onSearch(text), REST_MS);
    return () => clearTimeout(timer);
  }, [text, value, onSearch]);
  return (
    <Input
      type="search"
      className={styles.root}
      aria-label={label}
      placeholder={placeholder}
      contentBefore={<SearchRegular />}
      value={text}
      maxLength={256}
      onChange={(_event, data) => setText(data.value)}
    />
  );
}
