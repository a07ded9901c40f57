import { Select } from '@mantine/core';

type ChoiceProps = {
  label: string;
  /** What stands there while nothing is chosen. */
  all: string;
  data: { id: string; name: string }[] | undefined;
  chosen: string | undefined;
  onChoose: (id: string | undefined) => void;
  size?: string;
};

/** One filter of a list: one thing of several, or all of them. */
export function Choice({ label, all, data, chosen, onChoose, size }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      placeholder={all}
      clearable
      size={size}
      searchable={(data?.length ?? 0) > 8}
      data={(data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      value={chosen ?? null}
      onChange={(id) => onChoose(id ?? undefined)}
    />
  );
}
