import { Alert, Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconMessage, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmButton } from '@/ui/confirm-button';
import { DialogForm } from '@/ui/dialog-form';
import { Empty } from '@/ui/empty';
import { List, type Column } from '@/ui/list';
import { Page } from '@/ui/page';
import { showProblem, unplaced } from '@/ui/show-problem';
import { deleteLine, linesQuery, saveLine, tryLine, type NewTextLine, type TextLine } from './lines';
import { Strays } from './strays';

const FIELDS = ['name', 'channel', 'identity'];

/** The numbers and names by which texts leave. */
export function LinesPage() {
  const { t } = useTranslation();
  const [creating, dialog] = useDisclosure(false);
  const [edited, setEdited] = useState<TextLine | null>(null);
  const [tried, setTried] = useState<TextLine | null>(null);
  const lines = useInfiniteQuery(linesQuery);
  const columns: Column<TextLine>[] = [
    { key: 'name', header: t('lines.name'), cell: (line) => line.name },
    { key: 'channel', header: t('lines.channel'), cell: (line) => t(`relances.channels.${line.channel}`) },
    { key: 'identity', header: t('lines.identity'), cell: (line) => <span style={{ overflowWrap: 'anywhere' }}>{line.identity ?? t('lines.kept')}</span> },
    {
      key: 'deeds',
      header: '',
      phone: 'bare',
      cell: (line) => (
        <Group gap="xs" justify="flex-end">
          <Button size="xs" variant="default" onClick={() => setTried(line)}>
            {t('lines.try')}
          </Button>
          <Button size="xs" variant="default" onClick={() => setEdited(line)}>
            {t('lines.edit')}
          </Button>
          <DeleteLine line={line} />
        </Group>
      ),
    },
  ];
  return (
    <Page
      title={t('nav.lines')}
      lead={t('lines.lead')}
      actions={
        <Button leftSection={<IconPlus size={18} />} onClick={dialog.open}>
          {t('lines.new')}
        </Button>
      }
    >
      <List
        label={t('nav.lines')}
        source={lines}
        columns={columns}
        rowKey={(line) => line.id}
        empty={<Empty icon={<IconMessage />} title={t('lines.empty')} text={t('lines.emptyText')} />}
      />
      <Strays />
      {creating && <LineDialog onClose={dialog.close} />}
      {edited && <LineDialog line={edited} onClose={() => setEdited(null)} />}
      {tried && <TrialDialog line={tried} onClose={() => setTried(null)} />}
    </Page>
  );
}

function LineDialog({ line, onClose }: { line?: TextLine; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const form = useForm({ initialValues: { name: line?.name ?? '', channel: line?.channel ?? 'sms', identity: line?.identity ?? '' } });
  const save = useMutation({
    mutationFn: ({ name, channel, identity }: typeof form.values) =>
      saveLine({ name, channel, identity: identity || null, provider: line?.provider ?? 'aws' } as NewTextLine, line),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['text-lines'] });
      onClose();
    },
    onError: (error) => showProblem(form, error),
  });
  const sms = form.values.channel === 'sms';
  return (
    <DialogForm
      title={line ? line.name : t('lines.new')}
      action={t('relances.save')}
      busy={save.isPending}
      error={unplaced(save.error, FIELDS)}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => save.mutate(values))}
    >
      <TextInput label={t('lines.name')} data-autofocus maxLength={120} {...form.getInputProps('name')} />
      <SegmentedControl
        aria-label={t('lines.channel')}
        data={(['sms', 'whatsapp'] as const).map((channel) => ({ value: channel, label: t(`relances.channels.${channel}`) }))}
        {...form.getInputProps('channel')}
      />
      <TextInput
        label={t('lines.identity')}
        description={t(sms ? 'lines.identitySms' : 'lines.identityWhatsapp')}
        placeholder={sms ? 'SoleilVert' : 'phone-number-id-…'}
        {...form.getInputProps('identity')}
      />
    </DialogForm>
  );
}

function TrialDialog({ line, onClose }: { line: TextLine; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useForm({ initialValues: { to: '+33' } });
  const attempt = useMutation({ mutationFn: ({ to }: { to: string }) => tryLine(line.id, to.replaceAll(' ', '')), onError: (error) => showProblem(form, error) });
  return (
    <DialogForm
      title={t('lines.tryTitle', { name: line.name })}
      action={t('lines.try')}
      busy={attempt.isPending}
      error={unplaced(attempt.error, ['to'])}
      onClose={onClose}
      onSubmit={form.onSubmit((values) => attempt.mutate(values))}
    >
      <TextInput label={t('lines.to')} type="tel" data-autofocus {...form.getInputProps('to')} />
      {attempt.data && (
        <Alert color={attempt.data.sent ? 'moss' : 'brick'} role="status">
          {attempt.data.sent ? t('lines.tried') : attempt.data.message}
        </Alert>
      )}
    </DialogForm>
  );
}

function DeleteLine({ line }: { line: TextLine }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => deleteLine(line.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['text-lines'] }),
  });
  return (
    <ConfirmButton size="xs" title={t('lines.deleteTitle', { name: line.name })} text={t('lines.deleteText')} action={t('relances.delete')} mutation={remove}>
      {t('relances.delete')}
    </ConfirmButton>
  );
}
