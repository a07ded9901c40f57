import { Checkbox, List, Radio, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { DialogForm } from '@/ui/dialog-form';
import { closeCentre, closureQuery, PEOPLE, type Closure, type People } from './closing';

type ClosingDialogProps = { centreId: string; closure: Closure; onClose: () => void };

/** To which centre everything goes, what becomes of the people, and once more: this is for good. */
export function ClosingDialog({ centreId, closure, onClose }: ClosingDialogProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const centres = useQuery(centreLookup).data ?? [];
  const [to, setTo] = useState(closure.to_centre_id);
  const [people, setPeople] = useState<People>(closure.people ?? 'move');
  const [sure, setSure] = useState(false);
  const [wanting, setWanting] = useState(false);
  const others = centres.filter((centre) => centre.id !== centreId && !centre.successor_id);
  const heir = others.find((centre) => centre.id === to)?.name ?? t('distribution.closing.other');
  const close = useMutation({
    mutationFn: (to_centre_id: string) => closeCentre(centreId, { to_centre_id, people }),
    onSuccess: (now) => {
      queries.setQueryData(closureQuery(centreId).queryKey, now);
      void queries.invalidateQueries({ queryKey: ['centres'] });
      onClose();
    },
  });
  return (
    <DialogForm
      title={t('distribution.closing.ask')}
      action={t('distribution.closing.do')}
      danger
      busy={close.isPending}
      error={close.error}
      onClose={onClose}
      onSubmit={(event) => {
        event.preventDefault();
        setWanting(true);
        if (to && sure) close.mutate(to);
      }}
    >
      <Select
        label={t('distribution.closing.to')}
        description={t('distribution.closing.toHint')}
        placeholder={others.length ? undefined : t('distribution.closing.noOther')}
        error={wanting && !to ? t('distribution.closing.toMissing') : null}
        searchable
        data={others.map((centre) => ({ value: centre.id, label: centre.name }))}
        value={to}
        onChange={setTo}
      />
      <Radio.Group
        label={t('distribution.closing.people', { count: closure.members })}
        value={people}
        onChange={(value) => setPeople(PEOPLE.find((one) => one === value) ?? people)}
      >
        <Stack gap="xs" mt="xs">
          {PEOPLE.map((one) => (
            <Radio key={one} value={one} label={t(`distribution.closing.peopleBy.${one}`, { to: heir })} description={t(`distribution.closing.peopleHints.${one}`, { to: heir })} />
          ))}
        </Stack>
      </Radio.Group>
      <div>
        <Text size="sm" fw={600}>
          {t('distribution.closing.what')}
        </Text>
        <List size="sm" spacing={4}>
          <List.Item>{t('distribution.closing.waiting', { count: closure.waiting })}</List.Item>
          <List.Item>{t('distribution.closing.held', { count: closure.held })}</List.Item>
          {closure.forms.length > 0 && (
            <List.Item>{t('distribution.closing.forms', { count: closure.forms.length, names: closure.forms.join(', '), to: heir })}</List.Item>
          )}
          <List.Item>{t('distribution.closing.kept')}</List.Item>
        </List>
      </div>
      <Checkbox
        checked={sure}
        error={wanting && !sure ? t('distribution.closing.sureMissing') : null}
        label={t('distribution.closing.sure', { to: heir })}
        onChange={(event) => setSure(event.currentTarget.checked)}
      />
    </DialogForm>
  );
}
