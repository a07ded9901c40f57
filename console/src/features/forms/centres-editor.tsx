import { ActionIcon, Button, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconGauge, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { centreLookup } from '@/api/lookups';
import { may, useMe } from '@/api/me';
import { at } from './fields-editor';
import type { FormDraft } from './forms';
import type { PartProps } from './settings-editor';
import classes from './centres-editor.module.css';

type CentreShare = FormDraft['centres'][number];
type Option = { value: string; label: string };

const CAPS = ['per_hour', 'per_day', 'open_at_once'] as const;
const NO_CAPS = { per_hour: null, per_day: null, open_at_once: null };

/** Who gets the leads of a form: shares as a picture, caps, and who takes what nobody else can. */
export function Centres({ settings, errors, set }: PartProps) {
  const { t } = useTranslation();
  const me = useMe();
  const known = useQuery({ ...centreLookup, enabled: may(me, 'centres.read') }).data ?? [];
  const { centres } = settings;
  const fallback = settings.routing?.fallback_id ?? null;
  const free = known
    .filter(({ id, successor_id }) => !successor_id && id !== fallback && !centres.some((route) => route.centre_id === id))
    .map(({ id, name }) => ({ value: id, label: name }));
  const label = (id: string) => {
    const centre = known.find((one) => one.id === id);
    return centre?.successor_id ? `${centre.name} (${t('centres.gone').toLowerCase()})` : (centre?.name ?? id);
  };
  const first = free[0];
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t('builder.sharesHint')}
      </Text>
      <Shares centres={centres} label={label} />
      {centres.map((route, place) => (
        <Share
          key={route.centre_id}
          route={route}
          place={place}
          options={[{ value: route.centre_id, label: label(route.centre_id) }, ...free]}
          errors={errors}
          write={(next) => set({ centres: centres.with(place, next) })}
          remove={centres.length > 1 ? () => set({ centres: centres.toSpliced(place, 1) }) : undefined}
        />
      ))}
      {at(errors, 'centres') && (
        <Text size="sm" c="var(--brick-ink)" role="alert">
          {at(errors, 'centres')}
        </Text>
      )}
      {first && (
        <Button
          variant="subtle"
          size="xs"
          style={{ alignSelf: 'start' }}
          leftSection={<IconPlus size={15} />}
          onClick={() => set({ centres: [...centres, { centre_id: first.value, share: 1, ...NO_CAPS }] })}
        >
          {t('builder.addCentre')}
        </Button>
      )}
      <Select
        label={t('builder.fallback')}
        description={t('builder.fallbackHint')}
        placeholder={t('builder.noFallback')}
        clearable
        data={fallback ? [{ value: fallback, label: label(fallback) }, ...free] : free}
        value={fallback}
        error={at(errors, 'routing')}
        onChange={(fallback_id) => set({ routing: { fallback_id } })}
      />
    </Stack>
  );
}

/** The parts beside each other; the words stand in the rows below. */
function Shares({ centres, label }: { centres: CentreShare[]; label: (id: string) => string }) {
  const words = centres.map((route) => `${label(route.centre_id)} ${percent(route, centres)} %`).join(', ');
  return (
    <div className={classes.shares} role="img" aria-label={words}>
      {centres.map((route) => (
        <span key={route.centre_id} style={{ flexGrow: route.share }} title={label(route.centre_id)}>
          {percent(route, centres)} %
        </span>
      ))}
    </div>
  );
}

type ShareProps = {
  route: CentreShare;
  place: number;
  options: Option[];
  errors: Record<string, string>;
  write: (route: CentreShare) => void;
  remove?: () => void;
};

function Share({ route, place, options, errors, write, remove }: ShareProps) {
  const { t } = useTranslation();
  const isCapped = CAPS.some((cap) => route[cap] != null);
  const [capping, caps] = useDisclosure(isCapped);
  const name = options[0]?.label ?? route.centre_id;
  return (
    <div className={classes.share}>
      <Group align="end" gap="sm" wrap="nowrap">
        <span className={classes.key} data-place={place % 6} aria-hidden="true" />
        <Select
          aria-label={t('builder.centreNumber', { number: place + 1 })}
          style={{ flex: '1 1 8rem' }}
          data={options}
          value={route.centre_id}
          error={at(errors, `centres.${place}.centre_id`)}
          onChange={(centre_id) => centre_id && write({ ...route, centre_id })}
        />
        <NumberInput
          aria-label={t('builder.shareOf', { centre: name })}
          w={80}
          min={1}
          max={100}
          allowDecimal={false}
          value={route.share}
          onChange={(share) => write({ ...route, share: Number(share) || 1 })}
        />
        <ActionIcon
          variant="subtle"
          mb={4}
          aria-expanded={capping}
          aria-label={t('builder.capsOf', { centre: name })}
          title={t('builder.capsOf', { centre: name })}
          onClick={caps.toggle}
        >
          <IconGauge size={17} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="brick"
          mb={4}
          disabled={!remove}
          aria-label={t('builder.removeOf', { field: name })}
          onClick={remove}
        >
          <IconTrash size={17} />
        </ActionIcon>
      </Group>
      {(capping || isCapped) && (
        <div className={classes.caps}>
          {CAPS.map((cap) => (
            <NumberInput
              key={cap}
              label={t(`builder.caps.${cap}`)}
              placeholder={t('builder.noCap')}
              size="xs"
              min={1}
              allowDecimal={false}
              value={route[cap] ?? ''}
              error={at(errors, `centres.${place}.${cap}`)}
              onChange={(most) => write({ ...route, [cap]: Number(most) || null })}
            />
          ))}
        </div>
      )}
    </div>
  );
}

function percent(route: CentreShare, centres: CentreShare[]) {
  return Math.round((100 * route.share) / centres.reduce((sum, { share }) => sum + share, 0));
}
