import { Button, Group, MultiSelect, Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { REASONS, type OutcomeKind, type RejectionReason } from './calls';
import { OutcomeFieldsEditor } from './outcome-fields-editor';
import { KINDS, ofKind, tagsQuery, type EditedOutcome } from './outcome-settings';
import { RetryEditor } from './retry-editor';

type OutcomeEditorProps = {
  outcome: EditedOutcome;
  write: (outcome: EditedOutcome) => void;
  /** Null for one that the history knows. */
  remove: (() => void) | null;
};

export function OutcomeEditor({ outcome, write, remove }: OutcomeEditorProps) {
  const { t } = useTranslation();
  const ends = outcome.kind === 'rejected' || outcome.kind === 'unreachable';
  return (
    <Stack>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('outcomes.name')}
          withAsterisk
          maxLength={40}
          value={outcome.name}
          onChange={(event) => write({ ...outcome, name: event.currentTarget.value })}
        />
        <Select
          label={t('outcomes.kind')}
          description={t(`outcomes.kindText.${outcome.kind}`)}
          inputWrapperOrder={['label', 'input', 'description']}
          allowDeselect={false}
          data={KINDS.map((kind) => ({ value: kind, label: t(`outcomes.kinds.${kind}`) }))}
          value={outcome.kind}
          onChange={(kind) => kind && write(ofKind(outcome, kind as OutcomeKind))}
        />
        {outcome.kind === 'rejected' && (
          <Select
            label={t('report.reason')}
            placeholder={t('outcomes.reasonAsked')}
            clearable
            data={REASONS.map((reason) => ({ value: reason, label: t(`reason.${reason}`) }))}
            value={outcome.reason}
            onChange={(reason) => write({ ...outcome, reason: reason as RejectionReason | null })}
          />
        )}
        <Tags value={outcome.tags} onChange={(tags) => write({ ...outcome, tags })} />
      </SimpleGrid>
      {outcome.retry && <RetryEditor plan={outcome.retry} write={(retry) => write({ ...outcome, retry })} />}
      <Switch
        label={t('outcomes.noteRequired')}
        checked={outcome.note_required}
        onChange={(event) => write({ ...outcome, note_required: event.currentTarget.checked })}
      />
      {ends && (
        <Switch
          label={t('outcomes.doNotCall')}
          description={t('outcomes.doNotCallText')}
          checked={outcome.do_not_call}
          onChange={(event) => write({ ...outcome, do_not_call: event.currentTarget.checked })}
        />
      )}
      <OutcomeFieldsEditor fields={outcome.fields} write={(fields) => write({ ...outcome, fields })} />
      <Group justify="space-between">
        <Switch
          label={t('outcomes.active')}
          checked={outcome.active}
          onChange={(event) => write({ ...outcome, active: event.currentTarget.checked })}
        />
        {remove && (
          <Button variant="subtle" color="brick" leftSection={<IconTrash size={18} />} onClick={remove}>
            {t('outcomes.remove')}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function Tags({ value, onChange }: { value: string[]; onChange: (tags: string[]) => void }) {
  const { t } = useTranslation();
  const tags = useQuery(tagsQuery);
  const offered = tags.data?.items ?? [];
  const known = new Set(offered.map((tag) => tag.id));
  return (
    <MultiSelect
      label={t('outcomes.tags')}
      placeholder={value.length === 0 ? t('outcomes.tagsNone') : undefined}
      nothingFoundMessage={t('outcomes.tagsEmpty')}
      searchable
      maxValues={10}
      data={offered.map((tag) => ({ value: tag.id, label: tag.name }))}
      // A tag that the company has removed since is taken off with the next save.
      value={tags.data ? value.filter((tag) => known.has(tag)) : value}
      onChange={onChange}
    />
  );
}
