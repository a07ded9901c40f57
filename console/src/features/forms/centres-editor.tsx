import { ActionIcon, Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { may, useMe } from '@/api/me';
import { at } from './fields-editor';
import type { PartProps } from './settings-editor';

/** Who gets the leads of a form, and how large a part of them. */
export function Centres({ settings, errors, set }: PartProps) {
  const { t } = useTranslation();
  const me = useMe();
  const known = useQuery({ ...centreLookup, enabled: may(me, 'centres.read') }).data ?? [];
  const { centres } = settings;
  const total = centres.reduce((sum, centre) => sum + centre.share, 0);
  const free = known.filter((centre) => !centres.some((route) => route.centre_id === centre.id));
  const label = (id: string) => known.find((centre) => centre.id === id)?.name ?? id;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('builder.sharesHint')}
      </Text>
      {centres.map((route, place) => (
        <Group key={route.centre_id} align="end" gap="sm">
          <Select
            aria-label={t('builder.centreNumber', { number: place + 1 })}
            style={{ flex: '1 1 11rem' }}
            data={[{ value: route.centre_id, label: label(route.centre_id) }, ...free.map(({ id, name }) => ({ value: id, label: name }))]}
            value={route.centre_id}
            error={at(errors, `centres.${place}`)}
            onChange={(id) => id && set({ centres: centres.with(place, { ...route, centre_id: id }) })}
          />
          <NumberInput
            aria-label={t('builder.shareOf', { centre: label(route.centre_id) })}
            w={90}
            min={1}
            max={100}
            allowDecimal={false}
            value={route.share}
            onChange={(share) => set({ centres: centres.with(place, { ...route, share: Number(share) || 1 }) })}
          />
          <Text w={48} pb={7} ta="right" c="dimmed">
            {Math.round((100 * route.share) / total)} %
          </Text>
          <ActionIcon
            variant="subtle"
            color="brick"
            mb={4}
            disabled={centres.length === 1}
            aria-label={t('builder.removeOf', { field: label(route.centre_id) })}
            onClick={() => set({ centres: centres.toSpliced(place, 1) })}
          >
            <IconTrash size={17} />
          </ActionIcon>
        </Group>
      ))}
      {at(errors, 'centres') && (
        <Text size="sm" c="var(--brick-ink)" role="alert">
          {at(errors, 'centres')}
        </Text>
      )}
      {free[0] && (
        <Button
          variant="subtle"
          size="xs"
          style={{ alignSelf: 'start' }}
          leftSection={<IconPlus size={15} />}
          onClick={() => free[0] && set({ centres: [...centres, { centre_id: free[0].id, share: 1 }] })}
        >
          {t('builder.addCentre')}
        </Button>
      )}
    </Stack>
  );
}
